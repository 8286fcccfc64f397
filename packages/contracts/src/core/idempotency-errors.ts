import { z } from "zod";
import { defineError } from "./define-error.ts";

/** Errors of every procedure that declares `idempotency: "key"`; `mutation` adds them to its own. */
export const idempotencyErrors = [
  defineError(
    "IDEMPOTENCY_KEY_REQUIRED",
    // draft-ietf-httpapi-idempotency-key-header, section 2.7.
    400,
    "The call needs an `Idempotency-Key` of 1–255 visible ASCII characters.",
    z.object({}),
  ),
  defineError(
    "IDEMPOTENCY_IN_FLIGHT",
    409,
    "A call with the same key is still running; repeat later for its answer.",
    z.object({ retryAfterSeconds: z.int() }),
  ),
  defineError(
    "IDEMPOTENCY_KEY_REUSED",
    422,
    "The key belongs to a call with another input; take a new key.",
    z.object({}),
  ),
] as const;

/** The errors of an entry, with those of the key where it declares one. */
export type WithKeyErrors<How, E extends readonly unknown[]> = How extends "key"
  ? readonly [...E, ...typeof idempotencyErrors]
  : E;
