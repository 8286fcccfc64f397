import { Counter, Gauge, type Registry } from "prom-client";

type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** A metric that is told at each scrape what it is. */
export type ToldMetric = (samples: readonly Sample[]) => void;

/** Makes a gauge that shows exactly the samples it was last told. */
export function toldGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[] = [],
): ToldMetric {
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  return (samples) => {
    gauge.reset();
    // Without labels there is always a value; this is Prometheus's for "none", which no comparison holds for.
    if (samples.length === 0 && labelNames.length === 0) gauge.set(Number.NaN);
    for (const [labels, value] of samples) gauge.set(labels, value);
  };
}

/** Makes a counter of a total that is counted elsewhere; it starts again with the process. */
export function toldCounter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[] = [],
): ToldMetric {
  const counter = new Counter({ name, help, labelNames, registers: [registry] });
  return (samples) => {
    counter.reset();
    for (const [labels, value] of samples) counter.inc(labels, value);
  };
}
