import type { Cache } from "@ashlar/cache";
import type { DatabaseConnection } from "@ashlar/database";
import type { ActiveRequests, DeprecatedCalls } from "@ashlar/http";
import type { PeerHealth } from "@ashlar/resilience";
import type { Spine, Worker } from "@ashlar/spine";
import type { Metrics } from "@ashlar/telemetry";

/** Tells metrics where the parts of the backend are asked how they stand. */
export function watchBackend(
  metrics: Metrics,
  parts: {
    readonly database: DatabaseConnection;
    readonly cache: Cache | undefined;
    readonly spine: Spine;
    readonly worker: Worker | null;
    readonly activeRequests: ActiveRequests;
    readonly deprecated: DeprecatedCalls;
    /** By the name of the peer. */
    readonly peers: Readonly<Record<string, () => PeerHealth>>;
  },
): void {
  const { database, cache, spine, worker, activeRequests, deprecated, peers } = parts;
  metrics.watch({
    requests: () => ({ ...activeRequests.load, streams: activeRequests.streams() }),
    pools: database.stats,
    queues: spine.queues,
    outboxLagMs: spine.outboxLagMs,
    peers: () => Object.entries(peers).map(([peer, health]) => ({ peer, ...health() })),
    deprecated: deprecated.usage,
    ...(cache && { cache: cache.stats }),
    ...(worker && { jobsInProgress: worker.running }),
  });
}
