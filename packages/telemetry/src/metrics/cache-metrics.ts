import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldCounter, toldGauge } from "./metric-group.ts";
import type { CacheStats } from "./metric-sources.ts";

/** Shows how the cache of this process is used. */
export function cacheMetrics(registry: Registry): (stats: CacheStats) => void {
  const lookups = toldCounter(
    registry,
    `${product.metricPrefix}cache_lookups_total`,
    "Reads of what is cached, by what came of it: a hit, also on somebody else's read, a miss, or past the cache.",
    ["result"],
  );
  const sharedHits = toldCounter(
    registry,
    `${product.metricPrefix}cache_shared_hits_total`,
    "Misses that the shared level had; the database was read for the others.",
  );
  const changes = toldCounter(
    registry,
    `${product.metricPrefix}cache_changes_total`,
    "Changes that ended what was made from a tag, made here or heard of.",
  );
  const held = toldGauge(
    registry,
    `${product.metricPrefix}cache_held_bytes`,
    "What cached values take of the memory of this process, as estimated.",
  );
  return (stats) => {
    lookups([
      [{ result: "hit" }, stats.hits],
      [{ result: "miss" }, stats.misses],
      [{ result: "bypass" }, stats.bypasses],
    ]);
    sharedHits([[{}, stats.sharedHits]]);
    changes([[{}, stats.changes]]);
    held([[{}, stats.heldBytes]]);
  };
}
