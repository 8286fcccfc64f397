import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { createLogger, createMetrics, openTracing } from "@ashlar/telemetry";
import { memoryOnRequest } from "./memory-on-request.ts";

export type AshlarOptions = {
  /** Of the database. */
  readonly url: string;
  /** Whether logs and metrics are kept; default true. */
  readonly isObserved?: boolean;
  /** Where traces go; default nowhere. */
  readonly collectorUrl?: string;
  /** Default 100. */
  readonly tracesPerSecond?: number;
  /** Whether the server does jobs as well; default true. */
  readonly runsJobs?: boolean;
  /** Proxies in front whose `X-Forwarded-For` entries are believed; default 0. */
  readonly trustedProxyHops?: number;
};

/** The product as it is served, everything on. Argument: its options as JSON. */
// Sound: the bench writes the argument, by the type.
const options = JSON.parse(process.argv[2] ?? "{}") as AshlarOptions;
const { url, isObserved = true, collectorUrl, tracesPerSecond = 100 } = options;
const tracing =
  collectorUrl === undefined
    ? null
    : await openTracing({ endpoint: collectorUrl, serviceName: "bench", tracesPerSecond });
const { app, activeRequests } = await composeBackend({
  databaseUrl: url,
  log: await createLogger({ level: isObserved ? "info" : "silent", format: "json" }),
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: true },
  trustedProxyHops: options.trustedProxyHops ?? 0,
  // The load is one caller.
  rateLimits: endlessRateLimits,
  runsJobs: options.runsJobs ?? true,
  metrics: isObserved ? createMetrics() : undefined,
  tracer: tracing?.tracer,
});
const { port } = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
memoryOnRequest();
process.send?.({ port });
