import { query } from "@ashlar/contracts";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import { bindCalls, implement, noPolicies, trpcRouter } from "@ashlar/rpc";
import { z } from "zod";
import { memoryOnRequest } from "./memory-on-request.ts";

/** How long a call keeps the processor busy, after a wait ten times as long for its database. */
const workMs = 1;

/** A fixed amount of work, not a span of time: on a shared machine that is another thing, and a thread's own clock ticks in 4 ms. */
function work(turns: number): number {
  let value = 1;
  for (let turn = 0; turn < turns; turn += 1) value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) + turn;
  return value;
}

/** How many turns take `workMs` of an undisturbed processor: the best of many tries, once the loop is compiled. */
function calibrated(): number {
  const turns = 100_000;
  let bestMs = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const startedMs = performance.now();
    work(turns);
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  return Math.round((turns * workMs) / bestMs);
}

const turns = calibrated();
const ignore = (): void => undefined;
const contract = {
  work: query("GET /work", { summary: "Works.", access: "public", output: z.string() }),
};
const procedures = implement(contract, {
  work: async () => {
    await new Promise((resolve) => setTimeout(resolve, 10 * workMs));
    work(turns);
    return "done";
  },
});
const calls = bindCalls(procedures, noPolicies);
const activeRequests = trackRequests(15_000);
const app = createApp({
  router: trpcRouter(calls),
  procedures: calls,
  authenticate: async () => null,
  sessionCookie: { name: "none", serialize: () => "", clear: () => "" },
  health: { ready: async () => undefined },
  activeRequests,
  origins: { own: [], allowed: [], allowsLoopback: false },
  trustedProxyHops: 0,
  isProduction: true,
  limits: defaultLimits,
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
});
const { port } = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
memoryOnRequest();
process.send?.({ port });
