import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { createLogger, createMetrics, openTracing } from "@ashlar/telemetry";
import { discard } from "./discard.ts";

/**
 * The product as it is served, everything on.
 *
 * Arguments: the database's URL; `unobserved` for no log, no metrics and no traces, else the collector's URL, if any;
 * traces a second.
 */
const [databaseUrl = "", observation = "", tracesPerSecond = "100"] = process.argv.slice(2);
const isObserved = observation !== "unobserved";
const level = isObserved ? "info" : "silent";
const tracing =
  isObserved && observation !== ""
    ? await openTracing({
        endpoint: observation,
        serviceName: "bench",
        tracesPerSecond: Number(tracesPerSecond),
      })
    : null;
const { app, activeRequests } = await composeBackend({
  databaseUrl,
  log: await createLogger({ level, format: "json", destination: discard }),
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: true },
  trustedProxyHops: 0,
  rateLimits: endlessRateLimits,
  metrics: isObserved ? createMetrics() : undefined,
  tracer: tracing?.tracer,
});
const { port } = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
process.send?.({ port });
