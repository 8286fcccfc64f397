import { product } from "@ashlar/kernel";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { cacheMetrics } from "./cache-metrics.ts";
import { callMetrics, type ObservedCall } from "./call-metrics.ts";
import { deprecationMetrics } from "./deprecation-metrics.ts";
import { jobMetrics, type ObservedAttempt } from "./job-metrics.ts";
import { toldCounter, toldGauge } from "./metric-group.ts";
import type { MetricSources } from "./metric-sources.ts";
import { peerMetrics } from "./peer-metrics.ts";
import { poolMetrics } from "./pool-metrics.ts";
import { queueMetrics } from "./queue-metrics.ts";
import { recent } from "./recent.ts";
import { requestMetrics } from "./request-metrics.ts";

export type Metrics = {
  readonly observeCall: (call: ObservedCall) => void;
  readonly observeAttempt: (attempt: ObservedAttempt) => void;
  /** Says where figures are asked for at each scrape. */
  readonly watch: (sources: MetricSources) => void;
  /** Of `text`. */
  readonly contentType: string;
  /** Everything, in the Prometheus text format. Never throws: what cannot be had is left out and counted. */
  readonly text: () => Promise<string>;
};

/** Queues are counted in the database; a scrape is no reason to count them more often. */
const keptMs = 5_000;
const patienceMs = 2_000;

/** Makes the metrics of a process: calls, requests, pools, cache, queues, peers, event loop, memory and garbage collection. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = callMetrics(registry);
  const failures = new Counter({
    name: `${product.metricPrefix}scrape_failures_total`,
    help: "Figures that could not be had for a scrape.",
    labelNames: ["source"],
    registers: [registry],
  });
  const show = {
    requests: requestMetrics(registry),
    pools: poolMetrics(registry),
    cache: cacheMetrics(registry),
    queues: queueMetrics(registry),
    peers: peerMetrics(registry),
    deprecated: deprecationMetrics(registry),
    inProgress: toldGauge(
      registry,
      `${product.metricPrefix}jobs_in_progress`,
      "Jobs and deliveries that this process works on.",
    ),
    droppedLogLines: toldCounter(
      registry,
      `${product.metricPrefix}log_lines_dropped_total`,
      "Log lines lost because the output took no more.",
    ),
  };
  const refreshing: (() => Promise<void>)[] = [];
  const whenScraped = <Stats>(
    source: string,
    ask: (() => Stats | Promise<Stats>) | undefined,
    tell: (stats: Stats) => void,
    withdraw: () => void = () => undefined,
  ): void => {
    if (ask === undefined) return;
    failures.inc({ source }, 0);
    refreshing.push(async () => {
      try {
        tell(await ask());
      } catch {
        withdraw();
        failures.inc({ source });
      }
    });
  };
  return {
    observeCall: calls.observe,
    observeAttempt: jobMetrics(registry),
    watch: ({
      requests,
      pools,
      cache,
      queues,
      outboxLagMs,
      peers,
      deprecated,
      jobsInProgress,
      droppedLogLines,
    }) => {
      whenScraped("requests", requests, show.requests);
      whenScraped("pools", pools, show.pools);
      whenScraped("cache", cache, show.cache);
      whenScraped("peers", peers, show.peers);
      whenScraped("deprecated", deprecated, show.deprecated);
      whenScraped("jobs", jobsInProgress, (count) => show.inProgress([[{}, count]]));
      whenScraped("queues", queues && recent(queues, keptMs, patienceMs), show.queues.queues, () =>
        show.queues.queues([]),
      );
      whenScraped("log lines", droppedLogLines, (count) => show.droppedLogLines([[{}, count]]));
      whenScraped(
        "outbox",
        outboxLagMs && recent(outboxLagMs, keptMs, patienceMs),
        show.queues.outboxLag,
        () => show.queues.outboxLag(null),
      );
    },
    contentType: registry.contentType,
    text: async () => {
      await Promise.all(refreshing.map((refresh) => refresh()));
      calls.show();
      return registry.metrics();
    },
  };
}
