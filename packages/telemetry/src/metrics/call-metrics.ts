import { product } from "@ashlar/kernel";
import { Histogram, type Registry } from "prom-client";
import { toldCounter } from "./metric-group.ts";

/** One finished call; `code` is `OK` or the code of the error that the caller was told. */
export type ObservedCall = {
  readonly procedure: string;
  readonly code: string;
  readonly durationMs: number;
};

export type CallMetrics = {
  readonly observe: (call: ObservedCall) => void;
  /** Brings the counters up to date; for a scrape. */
  readonly show: () => void;
};

/** The bounds that alert rules and dashboards speak of; a new one changes the series. */
const boundsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Faults are counted from the first call on: a rate does not see the first of a series that begins with it. */
const countedFromZero = ["INTERNAL", "OVERLOADED"];

type Tally = { readonly duration: Histogram.Internal<string>; readonly byCode: Map<string, number> };

/**
 * Counts calls by procedure and code and their durations by procedure.
 *
 * Cardinality is bounded by the contract: its procedures, and the codes that each declares. A call costs about 0.9 µs, as
 * handles are kept and the counts told at a scrape; with the library's counters it was twice that
 * (`pnpm bench limits`, Node 24.21, 2 shared cores, 2026-11-20).
 */
export function callMetrics(registry: Registry): CallMetrics {
  const tellCalls = toldCounter(
    registry,
    `${product.metricPrefix}calls_total`,
    "Finished calls of procedures, by the code that the caller was told.",
    ["procedure", "code"],
  );
  const durations = new Histogram({
    name: `${product.metricPrefix}call_duration_seconds`,
    help: "How long calls took; a stream counts until it is open.",
    labelNames: ["procedure"],
    buckets: boundsSeconds,
    registers: [registry],
  });
  const tallies = new Map<string, Tally>();
  const begun = (procedure: string): Tally => {
    const tally = {
      duration: durations.labels(procedure),
      byCode: new Map(countedFromZero.map((code) => [code, 0])),
    };
    tallies.set(procedure, tally);
    return tally;
  };
  return {
    observe: ({ procedure, code, durationMs }) => {
      const { duration, byCode } = tallies.get(procedure) ?? begun(procedure);
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
      duration.observe(durationMs / 1_000);
    },
    show: () =>
      tellCalls(
        [...tallies].flatMap(([procedure, { byCode }]) =>
          [...byCode].map(([code, count]) => [{ procedure, code }, count] as const),
        ),
      ),
  };
}
