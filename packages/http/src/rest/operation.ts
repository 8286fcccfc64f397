import type { AnyEntry } from "@ashlar/contracts";
import type { BoundProcedure } from "@ashlar/rpc";
import type { StreamFormat } from "../streams/stream-format.ts";
import { type AnswerKind, answerKind } from "./answer-kind.ts";
import { type DeprecationPlan, deprecationPlan } from "./deprecation-plan.ts";
import { type InputPlan, inputPlan } from "./input-plan.ts";
import { type LocationPlan, locationPlan } from "./location-plan.ts";
import { restStreamFormat } from "./rest-stream-format.ts";

/** A procedure with everything that REST needs to know of it, computed once at start. */
export type Operation = BoundProcedure & {
  readonly method: string;
  /** `/posts/{id}`, below the base path. */
  readonly template: string;
  readonly input: InputPlan;
  readonly answer: AnswerKind;
  /** How a stream is written. */
  readonly stream: StreamFormat;
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
    stream: restStreamFormat(entry),
    location: locationPlan(entry, routes),
  };
}
