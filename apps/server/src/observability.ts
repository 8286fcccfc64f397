import { createMetrics, type Metrics, openTracing, type Tracing } from "@ashlar/telemetry";
import type { Env } from "./env.ts";

export type Observability = {
  readonly metrics: Metrics;
  /** Null where nobody collects traces. */
  readonly tracing: Tracing | null;
};

/** Opens what the configuration asks for; the tracing packages are loaded only where a collector is named. */
export async function openObservability(env: Env): Promise<Observability> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = env;
  const tracing =
    endpoint === undefined
      ? null
      : await openTracing({ endpoint, serviceName, tracesPerSecond: env.TRACES_PER_SECOND });
  return { metrics: createMetrics(), tracing };
}
