import type { z } from "zod";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import { type Description, type Entry, NoInput, type Route } from "./entry.ts";

/** What a read says about itself. */
export type ReadSpec<
  A extends Access,
  O extends z.ZodType,
  I extends z.ZodType,
  E extends readonly ErrorDeclaration[],
> = Description<A> & { readonly input?: I; readonly output: O; readonly errors?: E };

/** Makes the entry of a read: nothing changes, so repeating it is natural and no event follows. */
export function readEntry<
  K extends "query" | "subscription",
  A extends Access,
  O extends z.ZodType,
  I extends z.ZodType,
  E extends readonly ErrorDeclaration[],
>(kind: K, route: Route, spec: ReadSpec<A, O, I, E>): Entry<K, A, I, O, E> {
  return {
    kind,
    route,
    summary: spec.summary,
    description: spec.description,
    access: spec.access,
    scope: spec.scope,
    // Sound: the defaults are the types that `I` and `E` take when the field is left out.
    input: spec.input ?? (NoInput as z.ZodType as I),
    output: spec.output,
    errors: spec.errors ?? ([] as readonly ErrorDeclaration[] as E),
    idempotency: "natural",
    limit: spec.limit ?? "read",
    agents: spec.agents,
    emits: [],
    success: 200,
    deprecated: spec.deprecated,
  };
}
