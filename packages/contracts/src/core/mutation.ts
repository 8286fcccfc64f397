import type { z } from "zod";
import type { EventName } from "../events/events.ts";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import {
  type Description,
  type Entry,
  type Idempotency,
  NoInput,
  NoOutput,
  type Proof,
  type Route,
} from "./entry.ts";
import { idempotencyErrors, type WithKeyErrors } from "./idempotency-errors.ts";
import { REAUTHENTICATION_REQUIRED, type WithProofErrors } from "./proof-errors.ts";

/** Declares a change; how it may be repeated is part of the declaration, and with a key or a proof so are their errors. */
export function mutation<
  const A extends Access,
  I extends z.ZodType = typeof NoInput,
  O extends z.ZodType = typeof NoOutput,
  const E extends readonly ErrorDeclaration[] = readonly [],
  const How extends Idempotency = Idempotency,
  const Asked extends Proof | undefined = undefined,
>(
  route: Route,
  spec: Description<A> & {
    readonly input?: I;
    readonly output?: O;
    readonly errors?: E;
    readonly idempotency: How;
    /** Asks people to have proved recently who they are. Default: any session will do. */
    readonly proof?: Asked;
    readonly emits?: readonly EventName[];
    /** Default: 204 without an output, else 200. */
    readonly success?: 200 | 201 | 204;
    /** Default: the collection's path and the output's `id`, where the contract reads one resource there. */
    readonly location?: `/${string}`;
  },
): Entry<"mutation", A, I, O, WithKeyErrors<How, WithProofErrors<Asked, E>>> {
  const declared: readonly ErrorDeclaration[] = spec.errors ?? [];
  const own = spec.proof === undefined ? declared : [...declared, REAUTHENTICATION_REQUIRED];
  const errors = spec.idempotency === "key" ? [...own, ...idempotencyErrors] : own;
  return {
    kind: "mutation",
    route,
    summary: spec.summary,
    description: spec.description,
    access: spec.access,
    scope: spec.scope,
    proof: spec.proof,
    // Sound: the defaults are the types that `I`, `O` and `E` take when the field is left out, and the errors are
    // put together as `WithKeyErrors` and `WithProofErrors` say.
    input: spec.input ?? (NoInput as z.ZodType as I),
    output: spec.output ?? (NoOutput as z.ZodType as O),
    errors: errors as WithKeyErrors<How, WithProofErrors<Asked, E>>,
    idempotency: spec.idempotency,
    limit: spec.limit ?? "write",
    agents: spec.agents,
    emits: spec.emits ?? [],
    success: spec.success ?? (spec.output ? 200 : 204),
    location: spec.location,
    deprecated: spec.deprecated,
  };
}
