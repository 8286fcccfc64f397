import { Hono } from "hono";
import type { AppEnv } from "./app-env.ts";
import type { HealthChecks } from "./app-options.ts";
import { errorBoundary, unknownRoute } from "./steps/error-boundary.ts";
import { healthSurface } from "./surfaces/health-surface.ts";
import { type MetricsText, metricsSurface } from "./surfaces/metrics-surface.ts";

type Options = {
  readonly health: HealthChecks;
  readonly metrics: MetricsText;
  readonly log: Parameters<typeof errorBoundary>[0];
};

/**
 * What an orchestrator asks of a process, and nothing else: health and metrics, to whoever reaches the port.
 *
 * For a port of its own that the outside does not reach, and for processes that serve no API.
 */
export function createOperationsApp({ health, metrics, log }: Options): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError(errorBoundary(log));
  app.notFound(unknownRoute);
  app.route("/health", healthSurface(health));
  app.route("/metrics", metricsSurface(metrics));
  return app;
}
