import { query } from "@ashlar/contracts";
import { createApp, defaultLimits, trackRequests } from "@ashlar/http";
import { bindCalls, implement, trpcRouter } from "@ashlar/rpc";
import { createLogger } from "@ashlar/telemetry";
import { createAdaptorServer } from "@hono/node-server";
import { z } from "zod";
import { listening } from "./listening.ts";

/** The whole pipeline around a procedure that needs no database, with a log line per call. */
const log = await createLogger({ level: "info", format: "json" });
const tree = {
  greet: query("GET /greet", {
    summary: "Greets.",
    access: "public",
    input: z.strictObject({ name: z.string().max(100) }),
    output: z.object({ greeting: z.string() }),
  }),
};
const procedures = implement(tree, { greet: async ({ input }) => ({ greeting: `Hello, ${input.name}` }) });
const calls = bindCalls(procedures, {
  charge: () => undefined,
  observe: ({ path, context, durationMs }) =>
    log.info({ requestId: context.request.requestId, procedure: path, durationMs }, "call"),
});
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
listening(createAdaptorServer({ fetch: app.fetch }) as import("node:http").Server);
