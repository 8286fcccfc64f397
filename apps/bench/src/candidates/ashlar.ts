import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { createLogger } from "@ashlar/telemetry";
import { discard } from "./discard.ts";

/** The product as it is served, everything on. Argument: the database's URL. */
const [databaseUrl = ""] = process.argv.slice(2);
const log = await createLogger({ level: "info", format: "json", destination: discard });
const { app, activeRequests } = await composeBackend({
  databaseUrl,
  log,
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: true },
  trustedProxyHops: 0,
  rateLimits: endlessRateLimits,
});
const { port } = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
process.send?.({ port });
