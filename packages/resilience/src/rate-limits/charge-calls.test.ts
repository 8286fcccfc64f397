import { mutation, query } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { type CallContext, detachedContext, RateLimited } from "@ashlar/rpc";
import { expect, test } from "vitest";
import { z } from "zod";
import { chargeCalls } from "./charge-calls.ts";
import { memoryBudgets } from "./memory-budgets.ts";
import { defaultRateLimits } from "./rate-limits.ts";

const summary = "Is charged.";
const read = query("GET /read", { summary, access: "public", output: z.string() });
const login = mutation("POST /login", { summary, access: "public", idempotency: "none", limit: "auth" });

const limits = {
  ...defaultRateLimits,
  auth: {
    perCaller: { quota: 2, windowSeconds: 60 },
    perAddress: { quota: 4, windowSeconds: 60 },
  },
  read: {
    perCaller: { quota: 3, windowSeconds: 60 },
    perAddress: { quota: 5, windowSeconds: 30 },
  },
};

const actor = (userId: string, via: "session" | "system" = "session"): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(),
  via,
});

const limiter = () => {
  const state = { nowMs: 1_000 };
  const charge = chargeCalls(
    limits,
    memoryBudgets(100, () => state.nowMs),
  );
  const spend = (
    entry: typeof read | typeof login,
    from: Actor | null,
    address: string | null,
    input?: unknown,
  ) => {
    const headers: Record<string, string> = {};
    const context: CallContext = {
      ...detachedContext(from, { address }),
      response: {
        setHeader: (name, value) => {
          headers[name] = value;
        },
      },
    };
    try {
      expect(charge("p", entry, context, input)).toBeUndefined();
      return { headers, retryAfterSeconds: 0 };
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      return { headers, retryAfterSeconds: error.retryAfterSeconds };
    }
  };
  return { spend, state };
};

test("an actor's budget is its own, at whatever address, and is told on every answer", () => {
  const { spend, state } = limiter();
  expect(spend(read, actor("a"), "192.0.2.1").headers).toEqual({
    "ratelimit-policy": '"read";q=3;w=60',
    ratelimit: '"read";r=2;t=60',
  });
  state.nowMs += 10_000;
  spend(read, actor("a"), "192.0.2.2");
  expect(spend(read, actor("a"), "192.0.2.3").headers.ratelimit).toBe('"read";r=0;t=50');
  const refused = spend(read, actor("a"), "192.0.2.4");
  expect(refused).toMatchObject({ retryAfterSeconds: 50, headers: { ratelimit: '"read";r=0;t=50' } });
  expect(spend(read, actor("b"), "192.0.2.4").retryAfterSeconds).toBe(0);
  state.nowMs += 50_000;
  expect(spend(read, actor("a"), "192.0.2.1").retryAfterSeconds).toBe(0);
});

test("an address has a budget beside its actors', and the one with less left is told", () => {
  const { spend } = limiter();
  for (const name of ["a", "b", "c", "d"]) spend(read, actor(name), "192.0.2.1");
  expect(spend(read, actor("e"), "192.0.2.1").headers).toEqual({
    "ratelimit-policy": '"read-address";q=5;w=30',
    ratelimit: '"read-address";r=0;t=30',
  });
  expect(spend(read, actor("f"), "192.0.2.1").retryAfterSeconds).toBe(30);
  expect(spend(read, null, "192.0.2.1").retryAfterSeconds).toBe(30);
  expect(spend(read, null, "192.0.2.2").retryAfterSeconds).toBe(0);
});

test("classes have budgets of their own", () => {
  const { spend } = limiter();
  for (let call = 0; call < 9; call += 1) spend(read, null, "192.0.2.1");
  expect(spend(login, null, "192.0.2.1", { email: "a@x.test" }).retryAfterSeconds).toBe(0);
});

test("guesses at one account end at one address and do not keep its owner out elsewhere", () => {
  const { spend } = limiter();
  const guess = (address: string, email: unknown) => spend(login, null, address, { email }).retryAfterSeconds;
  expect([guess("192.0.2.1", "Ann@x.test"), guess("192.0.2.1", " ann@x.test")]).toEqual([0, 0]);
  expect(guess("192.0.2.1", "ann@X.test")).toBe(60);
  expect(guess("192.0.2.9", "ann@x.test")).toBe(0);
  // Many accounts from one address end at the address.
  expect(guess("192.0.2.1", "bob@x.test")).toBe(0);
  expect(guess("192.0.2.1", "cid@x.test")).toBe(60);
});

test("calls from inside the process are free", () => {
  const { spend } = limiter();
  for (let call = 0; call < 10; call += 1) {
    expect(spend(read, null, null)).toEqual({ headers: {}, retryAfterSeconds: 0 });
    expect(spend(read, actor("s", "system"), null)).toEqual({ headers: {}, retryAfterSeconds: 0 });
  }
});

test.each([
  undefined,
  null,
  "text",
  { email: 7 },
  { email: { toString: () => "x" } },
  { email: "x".repeat(1e6) },
])("an input of any shape is charged to its address: %#", (input) => {
  const { spend } = limiter();
  for (let call = 0; call < 4; call += 1)
    expect(spend(login, null, "192.0.2.1", input).retryAfterSeconds).toBe(0);
  expect(spend(login, null, "192.0.2.1", input).retryAfterSeconds).toBe(60);
});
