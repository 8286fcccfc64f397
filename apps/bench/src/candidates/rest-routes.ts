import { query } from "@ashlar/contracts";
import { createApp, defaultLimits, trackRequests } from "@ashlar/http";
import { bindCalls, implement, noPolicies, trpcRouter } from "@ashlar/rpc";
import { createLogger } from "@ashlar/telemetry";
import { createAdaptorServer } from "@hono/node-server";
import { z } from "zod";
import { listening } from "./listening.ts";

/** The REST surface over a contract of so many procedures. Argument: how many. */
const count = Number(process.argv[2]);
const log = await createLogger({ level: "info", format: "json" });
const entry = (index: number) =>
  query(`GET /folder-${index % 10}/resource-${index}/{id}` as const, {
    summary: "Reads.",
    access: "public",
    input: z.strictObject({ id: z.string().max(100) }),
    output: z.object({ id: z.string(), index: z.int() }),
  });
const entries = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [`read${index}`, entry(index)]),
);
const handlers = Object.fromEntries(
  Object.keys(entries).map((name, index) => [
    name,
    async ({ input }: { input: { id: string } }) => ({ ...input, index }),
  ]),
);
const calls = bindCalls(implement(entries, handlers), noPolicies);
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
