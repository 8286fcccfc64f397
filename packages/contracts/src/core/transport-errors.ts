import { z } from "zod";
import { defineError, type FailureOf } from "./define-error.ts";

/** One complaint about the input. */
export const FieldIssue = z.object({
  /** Path in dots, `items.0.quantity`; empty for the input as a whole. */
  field: z.string(),
  /** The rule that was broken, with its bound: `max 100`, `email`, `required`. */
  constraint: z.string(),
  message: z.string(),
  /** What arrived, shortened; absent where it could be a secret. */
  received: z.string().optional(),
});
export type FieldIssue = z.output<typeof FieldIssue>;

const Retry = z.object({ retryAfterSeconds: z.int() });
const Nothing = z.object({});

/** Errors that any procedure can answer, whatever it declares. */
export const transportErrors = [
  defineError(
    "VALIDATION_FAILED",
    422,
    "The input breaks a rule; the issues name each field.",
    z.object({ issues: z.array(FieldIssue) }),
  ),
  defineError("UNAUTHENTICATED", 401, "Nobody is signed in, or the session has ended.", Nothing),
  defineError("FORBIDDEN", 403, "The caller lacks the permission.", Nothing),
  defineError("RATE_LIMITED", 429, "Too many calls; wait and repeat.", Retry),
  defineError("OVERLOADED", 503, "The service cannot answer now; repeat later.", Retry),
  defineError("INTERNAL", 500, "A fault of the service; the request id finds it in the logs.", Nothing),
] as const;

export type TransportFailure = FailureOf<(typeof transportErrors)[number]>;
