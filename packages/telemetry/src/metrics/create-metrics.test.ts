import { expect, test } from "vitest";
import { createMetrics } from "./create-metrics.ts";

const value = (text: string, series: string): number | undefined => {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

test("counts calls by procedure and code, and their durations by procedure", async () => {
  const metrics = createMetrics();
  metrics.observeCall({ procedure: "orders.place", code: "OK", durationMs: 40 });
  metrics.observeCall({ procedure: "orders.place", code: "OUT_OF_STOCK", durationMs: 600 });
  metrics.observeCall({ procedure: "orders.place", code: "OK", durationMs: 4 });
  const text = await metrics.text();
  expect(value(text, 'ashlar_calls_total{procedure="orders.place",code="OK"}')).toBe(2);
  expect(value(text, 'ashlar_calls_total{procedure="orders.place",code="OUT_OF_STOCK"}')).toBe(1);
  expect(value(text, 'ashlar_call_duration_seconds_bucket{le="0.05",procedure="orders.place"}')).toBe(2);
  expect(value(text, 'ashlar_call_duration_seconds_count{procedure="orders.place"}')).toBe(3);
});

test("counts from 0 what alerts look at, since a rate does not see the first of a series that begins with it", async () => {
  const metrics = createMetrics();
  metrics.watch({ queues: async () => [], outboxLagMs: async () => 0 });
  metrics.observeCall({ procedure: "orders.place", code: "OK", durationMs: 20 });
  const text = await metrics.text();
  expect(value(text, 'ashlar_calls_total{procedure="orders.place",code="INTERNAL"}')).toBe(0);
  expect(value(text, 'ashlar_calls_total{procedure="orders.place",code="OVERLOADED"}')).toBe(0);
  expect(value(text, 'ashlar_scrape_failures_total{source="queues"}')).toBe(0);
  expect(value(text, 'ashlar_scrape_failures_total{source="outbox"}')).toBe(0);
});

test("shows totals as they are, not added up from scrape to scrape", async () => {
  const metrics = createMetrics();
  const stats = {
    ...{ running: 1, waiting: 0, streams: 2, refused: 7, failed: 3 },
    ...{ awaitedBodies: 4, rejected: { MALFORMED_HOST: 6 }, answers: { 2: 5 } },
  };
  metrics.watch({ requests: () => stats });
  await metrics.text();
  const text = await metrics.text();
  expect(value(text, "ashlar_http_refused_total")).toBe(7);
  expect(value(text, "ashlar_http_failed_total")).toBe(3);
  expect(value(text, "ashlar_http_awaited_bodies")).toBe(4);
  expect(value(text, 'ashlar_http_rejected_total{code="MALFORMED_HOST"}')).toBe(6);
  expect(value(text, 'ashlar_http_answers_total{class="2xx"}')).toBe(5);
  expect(value(text, 'ashlar_http_requests{state="running"}')).toBe(1);
});

test("shows what is known of a replica, and how the cache is used", async () => {
  const metrics = createMetrics();
  const pool = { connections: 3, inFlight: 0, statements: 0, failures: 0, totalMs: 0 };
  const near = { name: "near", isUsed: true, lagBytes: 512, lagMs: 1_500, reads: 9 };
  const away = { name: "away", isUsed: false, lagBytes: null, lagMs: null, reads: 0 };
  const write = { ...pool, inUse: 0, waiting: 0, transactions: 0, waitedMs: 0, heldMs: 0 };
  metrics.watch({
    pools: () => ({ read: pool, write, spread: { replicas: [near, away], waits: 2, skipped: 1 } }),
    cache: () => ({ hits: 99, misses: 3, sharedHits: 1, bypasses: 7, changes: 4, heldBytes: 2_048 }),
  });
  const text = await metrics.text();
  expect(value(text, 'ashlar_db_replica_lag_seconds{replica="near"}')).toBe(1.5);
  expect(value(text, 'ashlar_db_replica_lag_bytes{replica="near"}')).toBe(512);
  expect(value(text, 'ashlar_db_replica_reads_total{replica="near"}')).toBe(9);
  expect(value(text, 'ashlar_db_replica_used{replica="away"}')).toBe(0);
  expect(text).not.toContain('ashlar_db_replica_lag_seconds{replica="away"}');
  expect(value(text, "ashlar_db_replica_waits_total")).toBe(2);
  expect(value(text, "ashlar_db_replica_passed_over_total")).toBe(1);
  expect(value(text, 'ashlar_cache_lookups_total{result="miss"}')).toBe(3);
  expect(value(text, "ashlar_cache_shared_hits_total")).toBe(1);
  expect(value(text, "ashlar_cache_changes_total")).toBe(4);
  expect(value(text, "ashlar_cache_held_bytes")).toBe(2_048);
});

test("answers without the figures of a database that is away, and counts that", async () => {
  const metrics = createMetrics();
  const shown = { queue: "a", ready: 3, delayed: 0, running: 0, dead: 0, lagMs: 1_500 };
  let isAway = false;
  metrics.watch({
    queues: () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve([shown])),
    outboxLagMs: () => new Promise(() => undefined),
  });
  const before = await metrics.text();
  expect(value(before, 'ashlar_queue_jobs{queue="a",state="ready"}')).toBe(3);
  expect(value(before, 'ashlar_queue_oldest_ready_seconds{queue="a"}')).toBe(1.5);
  expect(value(before, 'ashlar_scrape_failures_total{source="outbox"}')).toBe(1);
  expect(value(before, "ashlar_outbox_lag_seconds")).toBeNaN();
  isAway = true;
  expect(await metrics.text()).toContain('queue="a"');
});
