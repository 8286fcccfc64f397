import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldCounter, toldGauge } from "./metric-group.ts";
import type { PoolStats } from "./metric-sources.ts";
import { replicaMetrics } from "./replica-metrics.ts";

/** Shows the database pools of this process; mean wait and service times are quotients of their totals. */
export function poolMetrics(registry: Registry): (stats: PoolStats) => void {
  const gauge = (name: string, help: string) =>
    toldGauge(registry, `${product.metricPrefix}db_${name}`, help, ["pool"]);
  const counter = (name: string, help: string) =>
    toldCounter(registry, `${product.metricPrefix}db_${name}`, help, ["pool"]);
  const connections = gauge("connections", "Connections that the pool may open.");
  const inFlight = gauge("statements_in_flight", "Statements on their way.");
  const statements = counter("statements_total", "Statements that were answered.");
  const failures = counter("statement_failures_total", "Statements that failed.");
  const seconds = counter("statement_seconds_total", "Time from sent to answered, summed.");
  const inUse = toldGauge(
    registry,
    `${product.metricPrefix}db_transactions_open`,
    "Transactions that hold a connection.",
  );
  const waiting = toldGauge(
    registry,
    `${product.metricPrefix}db_transactions_waiting`,
    "Transactions that wait for a connection.",
  );
  const transactions = toldCounter(
    registry,
    `${product.metricPrefix}db_transactions_total`,
    "Transactions that got a connection.",
  );
  const waited = toldCounter(
    registry,
    `${product.metricPrefix}db_wait_seconds_total`,
    "Time that transactions waited, summed.",
  );
  const held = toldCounter(
    registry,
    `${product.metricPrefix}db_held_seconds_total`,
    "Time that they held a connection, summed.",
  );
  const replicas = replicaMetrics(registry);
  return ({ read, write, spread }) => {
    connections([
      [{ pool: "read" }, read.connections],
      [{ pool: "write" }, write.connections],
    ]);
    inFlight([
      [{ pool: "read" }, read.inFlight],
      [{ pool: "write" }, write.inFlight],
    ]);
    statements([
      [{ pool: "read" }, read.statements],
      [{ pool: "write" }, write.statements],
    ]);
    failures([
      [{ pool: "read" }, read.failures],
      [{ pool: "write" }, write.failures],
    ]);
    seconds([
      [{ pool: "read" }, read.totalMs / 1_000],
      [{ pool: "write" }, write.totalMs / 1_000],
    ]);
    inUse([[{}, write.inUse]]);
    waiting([[{}, write.waiting]]);
    transactions([[{}, write.transactions]]);
    waited([[{}, write.waitedMs / 1_000]]);
    held([[{}, write.heldMs / 1_000]]);
    replicas(spread);
  };
}
