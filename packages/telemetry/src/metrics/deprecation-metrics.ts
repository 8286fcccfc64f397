import { product } from "@ashlar/kernel";
import type { Registry } from "prom-client";
import { toldCounter, toldGauge } from "./metric-group.ts";
import type { DeprecatedStats } from "./metric-sources.ts";

/** Shows how much deprecated procedures are still called. */
export function deprecationMetrics(
  registry: Registry,
): (stats: ReadonlyMap<string, DeprecatedStats>) => void {
  const calls = toldCounter(
    registry,
    `${product.metricPrefix}deprecated_calls_total`,
    "Calls of deprecated procedures.",
    ["procedure"],
  );
  const callers = toldGauge(
    registry,
    `${product.metricPrefix}deprecated_callers`,
    "Different users who called a deprecated procedure; 1,000 means or more.",
    ["procedure"],
  );
  return (stats) => {
    calls([...stats].map(([procedure, use]) => [{ procedure }, use.calls]));
    callers([...stats].map(([procedure, use]) => [{ procedure }, use.callers]));
  };
}
