import { randomUuid } from "./random-uuid.ts";

/**
 * The `Idempotency-Key` of one mutation call.
 *
 * A new key for every call, unless the caller repeats a call it knows: `mutate(input, { context: { idempotencyKey } })`.
 * Where the contract declares no key, the server ignores the header.
 */
export function idempotencyKeyOf(context: Readonly<Record<string, unknown>>): string {
  const given = context.idempotencyKey;
  return typeof given === "string" && given !== "" ? given : randomUuid();
}
