import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { type Sample, toldCounter, toldGauge } from "./metric-group.ts";
import type { PoolStats } from "./metric-sources.ts";

type Spread = PoolStats["spread"];
type Replica = Spread["replicas"][number];

/** Shows the replicas as this process sees them. What it cannot know of one that is away is left out. */
export function replicaMetrics(registry: Registry): (stats: Spread) => void {
  const gauge = (name: string, help: string) =>
    toldGauge(registry, `${product.metricPrefix}db_replica_${name}`, help, ["replica"]);
  const used = gauge("used", "1 while reads go to the replica; 0 while it is away or too far behind.");
  const lagBytes = gauge("lag_bytes", "Of the primary's log, what the replica has yet to replay.");
  const lagSeconds = gauge(
    "lag_seconds",
    "How long ago the primary's log ended where the replica is, to half a second; 0 when it has all.",
  );
  const reads = toldCounter(
    registry,
    `${product.metricPrefix}db_replica_reads_total`,
    "Reads sent to the replica.",
    ["replica"],
  );
  const waits = toldCounter(
    registry,
    `${product.metricPrefix}db_replica_waits_total`,
    "Reads that waited for a replica to come as far as their caller.",
  );
  const skipped = toldCounter(
    registry,
    `${product.metricPrefix}db_replica_passed_over_total`,
    "Reads that the primary answered because no replica was there or far enough.",
  );
  return (stats) => {
    const each = (value: (replica: Replica) => number | null): Sample[] =>
      stats.replicas.flatMap((replica) => {
        const shown = value(replica);
        return shown === null ? [] : [[{ replica: replica.name }, shown] as const];
      });
    used(each(({ isUsed }) => (isUsed ? 1 : 0)));
    lagBytes(each((replica) => replica.lagBytes));
    lagSeconds(each(({ lagMs }) => lagMs && lagMs / 1_000));
    reads(each((replica) => replica.reads));
    waits([[{}, stats.waits]]);
    skipped([[{}, stats.skipped]]);
  };
}
