import type { z } from "zod";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import type { Entry, NoInput, Route } from "./entry.ts";
import { type ReadSpec, readEntry } from "./read-entry.ts";

/** Declares a read: safe, repeatable, retried by clients. */
export function query<
  const A extends Access,
  O extends z.ZodType,
  I extends z.ZodType = typeof NoInput,
  const E extends readonly ErrorDeclaration[] = readonly [],
>(route: Route & `GET ${string}`, spec: ReadSpec<A, O, I, E>): Entry<"query", A, I, O, E> {
  return readEntry("query", route, spec);
}
