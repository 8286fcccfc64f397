import { hash } from "node:crypto";
import { DomainError } from "@ashlar/kernel";
import type { CallContext } from "./call-context.ts";
import { serializeOutput } from "./wire/serialize-output.ts";
import { superjsonCodec } from "./wire/superjson-codec.ts";

/**
 * Runs a call at most once for its scope and key, and answers a repetition with the text of the first answer.
 *
 * @throws IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_KEY_REUSED, or what `run` throws: then the key stays free.
 */
export type CallOnce = (
  call: { readonly scope: string; readonly key: string; readonly inputHash: string },
  run: () => Promise<string>,
) => Promise<{ readonly answer: string; readonly isReplay: boolean }>;

/** RFC 9110 field values without spaces: what every client and proxy passes on unchanged. */
const validKey = /^[\x21-\x7e]{1,255}$/;

/**
 * Makes the call of a procedure that declares `idempotency: "key"`.
 *
 * A repetition gets the first answer, equal to the last byte, and is told so by `Idempotent-Replayed: true`. Keys of
 * different callers and procedures never meet.
 *
 * @throws IDEMPOTENCY_KEY_REQUIRED without a key of 1–255 visible ASCII characters.
 */
export function withIdempotencyKey(
  path: string,
  once: CallOnce,
): (context: CallContext, input: unknown, run: () => Promise<unknown>) => Promise<unknown> {
  return async ({ actor, request, response }, input, run) => {
    const key = request.idempotencyKey;
    if (key === null || !validKey.test(key)) {
      throw new DomainError("IDEMPOTENCY_KEY_REQUIRED", "The call needs an `Idempotency-Key`.", {});
    }
    const scope = `${path} ${actor?.userId ?? "public"}`;
    let first: unknown;
    const inputHash = hash("sha256", written(input), "base64url");
    const { answer, isReplay } = await once({ scope, key, inputHash }, async () => {
      first = await run();
      return written(first);
    });
    if (!isReplay) return first;
    response.setHeader("Idempotent-Replayed", "true");
    return superjsonCodec.deserialize(JSON.parse(answer));
  };
}

const written = (value: unknown): string => JSON.stringify(serializeOutput(value));
