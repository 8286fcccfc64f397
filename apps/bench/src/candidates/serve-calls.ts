import type { Server } from "node:http";
import { createApp, defaultLimits, trackRequests } from "@ashlar/http";
import type { Log } from "@ashlar/kernel";
import { type BoundProcedure, trpcRouter } from "@ashlar/rpc";
import { createAdaptorServer } from "@hono/node-server";
import { listening } from "./listening.ts";

/** Serves procedures through the whole pipeline, for callers whom nobody knows. */
export function serveCalls(calls: readonly BoundProcedure[], log: Log): void {
  const app = createApp({
    router: trpcRouter(calls),
    procedures: calls,
    authenticate: async () => null,
    sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
    health: { ready: async () => undefined },
    activeRequests: trackRequests(15_000),
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    isProduction: true,
    limits: defaultLimits,
    log,
  });
  // Sound: without TLS options the adaptor makes a `node:http` server.
  listening(createAdaptorServer({ fetch: app.fetch }) as Server);
}
