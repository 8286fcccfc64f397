import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldCounter, toldGauge } from "./metric-group.ts";
import type { RequestStats } from "./metric-sources.ts";

/** Shows the requests of this process: those in progress, those that wait, open streams, answers, refusals and faults. */
export function requestMetrics(registry: Registry): (stats: RequestStats) => void {
  const requests = toldGauge(
    registry,
    `${product.metricPrefix}http_requests`,
    "Requests, running or waiting for their turn.",
    ["state"],
  );
  const streams = toldGauge(registry, `${product.metricPrefix}http_streams`, "Streams that are open.");
  const refused = toldCounter(
    registry,
    `${product.metricPrefix}http_refused_total`,
    "Requests refused with 503 because too many were in progress.",
  );
  const failed = toldCounter(
    registry,
    `${product.metricPrefix}http_failed_total`,
    "Requests that a fault ended before or outside any call.",
  );
  const bodies = toldGauge(
    registry,
    `${product.metricPrefix}http_awaited_bodies`,
    "Bodies that have not arrived whole.",
  );
  const rejected = toldCounter(
    registry,
    `${product.metricPrefix}http_rejected_total`,
    "Requests refused before any call for a reason that is the caller's, by code.",
    ["code"],
  );
  const answers = toldCounter(
    registry,
    `${product.metricPrefix}http_answers_total`,
    "Answers by the class of their status.",
    ["class"],
  );
  return (stats) => {
    requests([
      [{ state: "running" }, stats.running],
      [{ state: "waiting" }, stats.waiting],
    ]);
    streams([[{}, stats.streams]]);
    refused([[{}, stats.refused]]);
    failed([[{}, stats.failed]]);
    bodies([[{}, stats.awaitedBodies]]);
    rejected(Object.entries(stats.rejected).map(([code, count]) => [{ code }, count]));
    answers(Object.entries(stats.answers).map(([digit, count]) => [{ class: `${digit}xx` }, count]));
  };
}
