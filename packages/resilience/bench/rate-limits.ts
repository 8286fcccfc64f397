import { query } from "@ashlar/contracts";
import type { CallContext } from "@ashlar/rpc";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { chargeCalls, defaultRateLimits, openBudgets } from "../src/index.ts";

// What one call pays for its limits in memory: `node packages/resilience/bench/rate-limits.ts`.

const calls = 200_000;
const rounds = 5;
const budget = { quota: Number.MAX_SAFE_INTEGER, windowSeconds: 60 };
const ignore = (): void => undefined;
const entry = query("GET /read", { summary: "Is charged.", access: "public", output: z.string() });
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const contexts = Array.from(
  { length: 1_000 },
  (_, index): CallContext => ({
    actor: { userId: `user-${index}`, sessionId: null, roles: [], permissions: new Set(), via: "session" },
    request: {
      requestId: "r",
      address: `192.0.2.${index % 256}`,
      userAgent: null,
      signal: new AbortController().signal,
      idempotencyKey: null,
      lastEventId: null,
    },
    credentials: { grantSession: ignore, withdrawSession: ignore },
    response: { setHeader: ignore },
  }),
);

const store = await openBudgets({ redisUrl: undefined, log });
const charge = chargeCalls({ ...defaultRateLimits, read: { perCaller: budget, perAddress: budget } }, store);
const limiters = [1, 2].map(() => new RateLimiterMemory({ points: budget.quota, duration: 60 }));

const candidates: Readonly<Record<string, (context: CallContext) => unknown>> = {
  "two budgets and headers, this package": (context) => charge("p", entry, context, undefined),
  "two budgets, rate-limiter-flexible in memory": ({ actor, request }) =>
    Promise.all([limiters[0]?.consume(actor?.userId ?? ""), limiters[1]?.consume(request.address ?? "")]),
};

for (let round = 1; round <= rounds; round += 1) {
  for (const [name, work] of Object.entries(candidates)) {
    const startedMs = performance.now();
    for (let call = 0; call < calls; call += 1) {
      const context = contexts[call % contexts.length];
      const pending = context && work(context);
      if (pending !== undefined) await pending;
    }
    const microseconds = ((performance.now() - startedMs) / calls) * 1_000;
    console.log(`round ${round}: ${microseconds.toFixed(2)} µs  ${name}`);
  }
}
await store.close();
process.exit();
