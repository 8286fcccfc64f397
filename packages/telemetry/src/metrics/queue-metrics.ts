import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldGauge } from "./metric-group.ts";
import type { QueueStats } from "./metric-sources.ts";

export type QueueMetrics = {
  readonly queues: (stats: readonly QueueStats[]) => void;
  readonly outboxLag: (lagMs: number | null) => void;
};

const states = ["ready", "delayed", "running", "dead"] as const;

/** Shows the queues of the database. Every process shows the same, so take the maximum, not the sum. */
export function queueMetrics(registry: Registry): QueueMetrics {
  const jobs = toldGauge(
    registry,
    `${product.metricPrefix}queue_jobs`,
    "Jobs and deliveries in the database, by state.",
    ["queue", "state"],
  );
  const oldest = toldGauge(
    registry,
    `${product.metricPrefix}queue_oldest_ready_seconds`,
    "How long the oldest ready job has been due.",
    ["queue"],
  );
  const outbox = toldGauge(
    registry,
    `${product.metricPrefix}outbox_lag_seconds`,
    "How long ago the oldest event happened that a handler has yet to get.",
  );
  return {
    queues: (stats) => {
      jobs(stats.flatMap((one) => states.map((state) => [{ queue: one.queue, state }, one[state]] as const)));
      oldest(stats.map(({ queue, lagMs }) => [{ queue }, lagMs / 1_000]));
    },
    outboxLag: (lagMs) => outbox(lagMs === null ? [] : [[{}, lagMs / 1_000]]),
  };
}
