import { interleavedRounds, medianOf, medianRatio } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import type { Table } from "../report/table.ts";
import type { Candidate } from "./candidate.ts";
import { httpLoad } from "./http-load.ts";

/** A server that runs, or one that is started again for every round. */
type Loaded = { readonly name: string; readonly request: string } & (
  | Pick<Candidate, "port">
  | { readonly start: () => Promise<Candidate> }
);

export type Plan = {
  readonly title: string;
  /** The first is the floor that the others are measured against. */
  readonly candidates: readonly Loaded[];
  readonly rounds: number;
};

const connections = 64;
const roundMs = 1_500;
/** A process grows faster for as long: its hot code is compiled again and again, by what it has seen until then. */
const warmingMs = 7_000;

/** Measures how many requests candidates answer in a second, in interleaved rounds. */
export async function interleaved({ title, candidates, rounds }: Plan): Promise<Table> {
  const measured = await interleavedRounds(
    candidates.map((candidate) => ({ name: candidate.name, measure: () => oneRound(candidate) })),
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

async function oneRound(candidate: Loaded) {
  const { request } = candidate;
  if ("port" in candidate) return loaded(candidate.port, request);
  const { port, stop } = await candidate.start();
  await httpLoad({ port, request, connections, durationMs: warmingMs });
  const figures = await loaded(port, request);
  await stop();
  return figures;
}

async function loaded(port: number, request: string) {
  const load = await httpLoad({ port, request, connections, durationMs: roundMs });
  return { perSecond: load.requestsPerSecond, p99Ms: percentile(load.latenciesMs, 0.99) };
}
