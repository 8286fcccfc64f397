import type { Candidate } from "./candidate.ts";
import { httpLoad } from "./http-load.ts";

export type Row = {
  readonly name: string;
  /** Median over the rounds. */
  readonly requestsPerSecond: number;
  /** Median over the rounds of the ratio to the floor of the same round. */
  readonly ratio: number;
  readonly p99Ms: number;
};

export type Plan = {
  readonly candidates: readonly (Candidate & { readonly request: string })[];
  readonly connections: number;
  readonly rounds: number;
  readonly roundMs: number;
};

/**
 * Measures candidates against the first of them, the floor, in interleaved rounds.
 *
 * Every round visits every candidate, in an order that rotates, so that a machine that grows slower or faster does so
 * for all of them. The first round warms up and does not count.
 */
export async function interleaved({ candidates, connections, rounds, roundMs }: Plan): Promise<Row[]> {
  const measured = new Map(
    candidates.map(({ name }) => [name, [] as { perSecond: number; p99Ms: number }[]]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    const rotated = candidates.map((_, index) => candidates[(index + round) % candidates.length]);
    for (const candidate of rotated) {
      if (candidate === undefined) continue;
      const { requestsPerSecond, latenciesMs } = await httpLoad({
        ...candidate,
        connections,
        durationMs: roundMs,
      });
      if (round === 0) continue;
      const p99Ms = latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? Number.NaN;
      measured.get(candidate.name)?.push({ perSecond: requestsPerSecond, p99Ms });
    }
  }
  const floor = measured.get(candidates[0]?.name ?? "") ?? [];
  return candidates.map(({ name }) => {
    const results = measured.get(name) ?? [];
    return {
      name,
      requestsPerSecond: median(results.map(({ perSecond }) => perSecond)),
      ratio: median(
        results.map(({ perSecond }, round) => perSecond / (floor[round]?.perSecond ?? Number.NaN)),
      ),
      p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
    };
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
