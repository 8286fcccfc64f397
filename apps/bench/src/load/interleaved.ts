import { interleavedRounds, medianOf, medianRatio } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import type { Table } from "../report/table.ts";
import type { Candidate } from "./candidate.ts";
import { httpLoad } from "./http-load.ts";

export type Plan = {
  readonly title: string;
  /** The first is the floor that the others are measured against. */
  readonly candidates: readonly (Pick<Candidate, "name" | "port"> & { readonly request: string })[];
  readonly rounds: number;
};

const connections = 64;
const roundMs = 1_500;

/** Measures how many requests candidates answer in a second, in interleaved rounds. */
export async function interleaved({ title, candidates, rounds }: Plan): Promise<Table> {
  const measured = await interleavedRounds(
    candidates.map(({ name, port, request }) => ({
      name,
      measure: async () => {
        const load = await httpLoad({ port, request, connections, durationMs: roundMs });
        return { perSecond: load.requestsPerSecond, p99Ms: percentile(load.latenciesMs, 0.99) };
      },
    })),
    rounds,
  );
  const perSecond = (each: { readonly perSecond: number }): number => each.perSecond;
  return {
    title,
    columns: [`${connections} connections, median of ${rounds} rounds`, "requests/s", "ratio", "p99 ms"],
    rows: measured.map((candidate) => [
      candidate.name,
      medianOf(candidate, perSecond).toFixed(0),
      medianRatio(candidate, measured[0], perSecond).toFixed(2),
      medianOf(candidate, ({ p99Ms }) => p99Ms).toFixed(1),
    ]),
  };
}
