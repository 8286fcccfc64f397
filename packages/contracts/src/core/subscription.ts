import type { z } from "zod";
import type { Access } from "./access.ts";
import type { ErrorDeclaration } from "./define-error.ts";
import type { Entry, NoInput, Route } from "./entry.ts";
import { type ReadSpec, readEntry } from "./read-entry.ts";
import { streamErrors } from "./stream-errors.ts";

/**
 * Declares a stream of server-sent events; each carries an id from which a client resumes, or is refused with
 * `STREAM_POSITION_LOST`.
 */
export function subscription<
  const A extends Access,
  O extends z.ZodType,
  I extends z.ZodType = typeof NoInput,
  const E extends readonly ErrorDeclaration[] = readonly [],
>(
  route: Route & `GET ${string}`,
  spec: ReadSpec<A, O, I, E>,
): Entry<"subscription", A, I, O, readonly [...E, ...typeof streamErrors]> {
  // Sound: the default is the type that `E` takes when the field is left out.
  const own = spec.errors ?? ([] as readonly ErrorDeclaration[] as E);
  return readEntry("subscription", route, { ...spec, errors: [...own, ...streamErrors] });
}
