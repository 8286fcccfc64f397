import { query } from "@ashlar/contracts";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import { bindCalls, implement, noPolicies, trpcRouter } from "@ashlar/rpc";
import { z } from "zod";
import { memoryOnRequest } from "./memory-on-request.ts";

/** How long a call keeps the processor busy, after a wait ten times as long for its database. */
const workMs = 1;

const ignore = (): void => undefined;
const contract = {
  work: query("GET /work", { summary: "Works.", access: "public", output: z.string() }),
};
const procedures = implement(contract, {
  work: async () => {
    await new Promise((resolve) => setTimeout(resolve, 10 * workMs));
    const usedUs = (): number => {
      const { user, system } = process.threadCpuUsage();
      return user + system;
    };
    // Of the processor's time, not the clock's: on a shared machine that is another thing.
    const endsUs = usedUs() + workMs * 1_000;
    while (usedUs() < endsUs);
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
