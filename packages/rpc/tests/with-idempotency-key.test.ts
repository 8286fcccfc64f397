import { mutation } from "@ashlar/contracts";
import { expect, test } from "vitest";
import { z } from "zod";
import { bindCalls } from "../src/bind-calls.ts";
import { detachedContext } from "../src/detached-context.ts";
import { failureOf } from "../src/failure.ts";
import { implement } from "../src/implement.ts";
import type { CallOnce } from "../src/with-idempotency-key.ts";

const tree = {
  buy: mutation("POST /buy", {
    summary: "Buys.",
    access: "public",
    idempotency: "key",
    input: z.object({ b: z.int(), a: z.int().default(1) }),
    output: z.object({ at: z.date(), n: z.int() }),
  }),
};

/** Keeps answers in memory, as a process does that never restarts. */
function remembering(): CallOnce & { readonly hashes: string[] } {
  const answers = new Map<string, string>();
  const hashes: string[] = [];
  const once: CallOnce = async ({ scope, key, inputHash }, run) => {
    hashes.push(inputHash);
    const known = answers.get(`${scope} ${key}`);
    if (known !== undefined) return { answer: known, isReplay: true };
    const answer = await run();
    answers.set(`${scope} ${key}`, answer);
    return { answer, isReplay: false };
  };
  return Object.assign(once, { hashes });
}

function buying(once: CallOnce) {
  let bought = 0;
  const procedures = implement(tree, {
    buy: async () => {
      bought += 1;
      return { at: new Date(bought), n: bought };
    },
  });
  const [procedure] = bindCalls(procedures, { charge: () => undefined, observe: () => undefined, once });
  const headers: [string, string][] = [];
  return {
    headers,
    buy: (key: string | null, input: unknown) =>
      procedure?.call(
        {
          ...detachedContext(null, { idempotencyKey: key }),
          response: { setHeader: (name, value) => headers.push([name, value]) },
        },
        input,
      ),
  };
}

test("a repetition gets an equal answer, dates and all, and only it is told so", async () => {
  const { buy, headers } = buying(remembering());
  const first = await buy("k", { b: 2 });
  expect(headers).toEqual([]);
  expect(await buy("k", { b: 2 })).toEqual(first);
  expect(headers).toEqual([["Idempotent-Replayed", "true"]]);
  expect(await buy("other", { b: 2 })).not.toEqual(first);
});

test("the order of fields and defaults that were left out do not make another input; a value does", async () => {
  const once = remembering();
  const { buy } = buying(once);
  await buy("1", { b: 2 });
  await buy("2", { a: 1, b: 2 });
  await buy("3", { a: 1, b: 3 });
  const [left, defaulted, other] = once.hashes;
  expect(left).toBe(defaulted);
  expect(left).not.toBe(other);
});

test("a call without a key that may be one is refused, and nothing runs", async () => {
  const once = remembering();
  const { buy } = buying(once);
  for (const key of [null, "", " ", "a b", "ä", "\u0000", "a".repeat(256)]) {
    const error = await Promise.resolve(buy(key, { b: 2 })).catch((thrown: unknown) => thrown);
    expect(failureOf(error, tree.buy)).toMatchObject({ code: "IDEMPOTENCY_KEY_REQUIRED", status: 400 });
  }
  expect(once.hashes).toEqual([]);
  expect(await buy("!".repeat(255), { b: 2 })).toMatchObject({ n: 1 });
});
