import { product } from "@ashlar/kernel";
import { Counter, Histogram, type Registry } from "prom-client";

/** One finished attempt at a job or a delivery. */
export type ObservedAttempt = {
  readonly queue: string;
  readonly outcome: string;
  readonly durationMs: number;
};

/** Counts attempts at jobs and deliveries by queue and outcome, and their durations by queue. */
export function jobMetrics(registry: Registry): (attempt: ObservedAttempt) => void {
  const attempts = new Counter({
    name: `${product.metricPrefix}job_attempts_total`,
    help: "Finished attempts at jobs and deliveries: done, failed or given back.",
    labelNames: ["queue", "outcome"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: `${product.metricPrefix}job_duration_seconds`,
    help: "How long attempts took.",
    labelNames: ["queue"],
    buckets: [0.01, 0.1, 1, 10, 60],
    registers: [registry],
  });
  return ({ queue, outcome, durationMs }) => {
    attempts.inc({ queue, outcome });
    durations.observe({ queue }, durationMs / 1_000);
  };
}
