import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldGauge } from "./metric-group.ts";
import type { PeerStats } from "./metric-sources.ts";

const states = ["closed", "open", "half-open"] as const;

/** Shows how each peer fares, as this process sees it: its breaker and its bulkhead. */
export function peerMetrics(registry: Registry): (stats: readonly PeerStats[]) => void {
  const breakers = toldGauge(
    registry,
    `${product.metricPrefix}peer_breaker`,
    "1 for the state that the breaker is in.",
    ["peer", "state"],
  );
  const attempts = toldGauge(
    registry,
    `${product.metricPrefix}peer_attempts`,
    "Attempts, on their way or waiting.",
    ["peer", "state"],
  );
  return (stats) => {
    breakers(
      stats.flatMap(({ peer, breaker }) =>
        states.map((state) => [{ peer, state }, state === breaker ? 1 : 0] as const),
      ),
    );
    attempts(
      stats.flatMap(({ peer, inFlight, queued }) => [
        [{ peer, state: "in-flight" }, inFlight] as const,
        [{ peer, state: "queued" }, queued] as const,
      ]),
    );
  };
}
