import { query } from "@ashlar/contracts";
import { chargeCalls, defaultRateLimits, openBudgets } from "@ashlar/resilience";
import { type CallContext, detachedContext } from "@ashlar/rpc";
import { createMetrics } from "@ashlar/telemetry";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { noLog } from "../candidates/no-log.ts";
import { microTable } from "../report/micro-table.ts";
import type { Section } from "./section.ts";

const calls = 200_000;
const budget = { quota: Number.MAX_SAFE_INTEGER, windowSeconds: 60 };
const entry = query("GET /read", { summary: "Is charged.", access: "public", output: z.string() });
const codes = ["OK", "OK", "OK", "OK", "VALIDATION_FAILED"];

const contextOf = (index: number): CallContext =>
  detachedContext(
    { userId: `user-${index}`, sessionId: null, roles: [], permissions: new Set(), via: "session" },
    { address: `192.0.2.${index % 256}` },
  );

export const limits: Section = {
  name: "limits",
  summary: "what one call pays for its rate limits and its metrics",
  run: async ({ rounds }) => {
    const contexts = Array.from({ length: 1_000 }, (_, index) => contextOf(index));
    const store = await openBudgets({ redisUrl: undefined, log: noLog });
    const read = { perCaller: budget, perAddress: budget };
    const charge = chargeCalls({ ...defaultRateLimits, read }, store);
    const limiters = [1, 2].map(() => new RateLimiterMemory({ points: budget.quota, duration: 60 }));
    const { observeCall } = createMetrics();
    const procedures = Array.from({ length: 100 }, (_, index) => `folder.procedure${index}`);
    const table = await microTable(
      "What a call pays beside its work (floor: the library's limiter)",
      [
        {
          name: "two budgets, rate-limiter-flexible in memory",
          calls,
          work: (call) =>
            Promise.all([
              limiters[0]?.consume(`user-${call % 1_000}`),
              limiters[1]?.consume(`${call % 256}`),
            ]),
        },
        {
          name: "two budgets and headers, Ashlar",
          calls,
          work: (call) => {
            const context = contexts[call % contexts.length];
            return context && charge("p", entry, context, undefined);
          },
        },
        {
          name: "metrics, 100 procedures",
          calls,
          work: (call) =>
            observeCall({
              procedure: procedures[call % procedures.length] ?? "",
              code: codes[call % codes.length] ?? "",
              durationMs: call % 500,
            }),
        },
      ],
      rounds,
    );
    await store.close();
    return table;
  },
};
