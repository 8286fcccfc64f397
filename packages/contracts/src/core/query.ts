import type { z } from "zod";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import { type Description, type Entry, NoInput, type Route } from "./entry.ts";

/** Declares a read: safe, repeatable, retried by clients. */
export function query<
  const A extends Access,
  O extends z.ZodType,
  I extends z.ZodType = typeof NoInput,
  const E extends readonly ErrorDeclaration[] = readonly [],
>(
  route: Route & `GET ${string}`,
  spec: Description<A> & { readonly input?: I; readonly output: O; readonly errors?: E },
): Entry<"query", A, I, O, E> {
  return {
    kind: "query",
    route,
    summary: spec.summary,
    description: spec.description,
    access: spec.access,
    // Sound: the defaults are the types that `I` and `E` take when the field is left out.
    input: spec.input ?? (NoInput as z.ZodType as I),
    output: spec.output,
    errors: spec.errors ?? ([] as readonly ErrorDeclaration[] as E),
    idempotency: "natural",
    limit: spec.limit ?? "read",
    emits: [],
    success: 200,
    deprecated: spec.deprecated,
  };
}
