import { interleavedRounds, medianOf, medianRatio } from "../report/interleaved-rounds.ts";
import type { Table } from "../report/table.ts";
import type { LoopFigures } from "./closed-loop.ts";

/** Measures how often candidates do something in a second, in interleaved rounds; the first is the floor. */
export async function loopTable(plan: {
  readonly title: string;
  /** What one call does, in the plural. */
  readonly unit: string;
  readonly callers: number;
  readonly rounds: number;
  readonly candidates: readonly { readonly name: string; readonly measure: () => Promise<LoopFigures> }[];
}): Promise<Table> {
  const measured = await interleavedRounds(plan.candidates, plan.rounds);
  return {
    title: plan.title,
    columns: [
      `${plan.callers} at once, median of ${plan.rounds} rounds`,
      `${plan.unit}/s`,
      "ratio",
      "p99 ms",
      "process µs",
    ],
    rows: measured.map((candidate) => [
      candidate.name,
      medianOf(candidate, ({ perSecond }) => perSecond).toFixed(0),
      medianRatio(candidate, measured[0], ({ perSecond }) => perSecond).toFixed(2),
      medianOf(candidate, ({ p99Ms }) => p99Ms).toFixed(1),
      medianOf(candidate, ({ processorUs }) => processorUs).toFixed(0),
    ]),
  };
}
