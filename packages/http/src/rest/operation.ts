import type { AnyEntry } from "@ashlar/contracts";
import type { BoundProcedure } from "@ashlar/rpc";
import { type AnswerKind, answerKind } from "./answer-kind.ts";
import { type DeprecationPlan, deprecationPlan } from "./deprecation-plan.ts";
import { type EncodeEvent, encodedEvents } from "./encoded-events.ts";
import { type InputPlan, inputPlan } from "./input-plan.ts";
import { type LocationPlan, locationPlan } from "./location-plan.ts";

/** A procedure with everything that REST needs to know of it, computed once at start. */
export type Operation = BoundProcedure & {
  readonly method: string;
  /** `/posts/{id}`, below the base path. */
  readonly template: string;
  readonly input: InputPlan;
  readonly answer: AnswerKind;
  /** Writes the messages of a stream. */
  readonly encodeEvent: EncodeEvent;
  readonly location: LocationPlan | undefined;
  readonly deprecation: DeprecationPlan | undefined;
};

/** Plans the REST operation of every bound procedure, in the contract's order. */
export function operationsOf(procedures: readonly BoundProcedure[]): readonly Operation[] {
  const routes = new Set<string>(procedures.map(({ entry }) => entry.route));
  return procedures.map((procedure) => ({
    ...procedure,
    ...planOf(procedure.path, procedure.entry, routes),
    deprecation: deprecationPlan(procedure, procedures),
  }));
}

function planOf(path: string, entry: AnyEntry, routes: ReadonlySet<string>) {
  const [method = "", template = ""] = entry.route.split(" ");
  return {
    method,
    template,
    input: inputPlan(path, entry),
    answer: answerKind(entry),
    encodeEvent: encodedEvents(entry),
    location: locationPlan(entry, routes),
  };
}
