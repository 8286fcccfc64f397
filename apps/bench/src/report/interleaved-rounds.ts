import { median } from "./median.ts";

type Measured<Stats> = { readonly name: string; readonly measure: () => Promise<Stats> };

/** What one candidate did in the rounds that count. */
export type Rounds<Stats> = { readonly name: string; readonly figures: readonly Stats[] };

/**
 * Measures candidates in interleaved rounds.
 *
 * Every round visits every candidate, in an order that rotates, so that a machine that grows slower or faster does so
 * for all of them. The first round warms up and does not count.
 */
export async function interleavedRounds<Stats>(
  candidates: readonly Measured<Stats>[],
  rounds: number,
): Promise<readonly Rounds<Stats>[]> {
  const measured = candidates.map(({ name, measure }) => ({ name, measure, figures: [] as Stats[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < measured.length; turn += 1) {
      const candidate = measured[(turn + round) % measured.length];
      const figures = await candidate?.measure();
      if (round > 0 && figures !== undefined) candidate?.figures.push(figures);
    }
  }
  return measured;
}

/** Median over the rounds of the ratio to the floor of the same round. */
export const medianRatio = <Stats>(
  { figures }: Rounds<Stats>,
  floor: Rounds<Stats> | undefined,
  of: (figures: Stats) => number,
): number =>
  median(
    figures.map((each, round) => {
      const base = floor?.figures[round];
      return base === undefined ? Number.NaN : of(each) / of(base);
    }),
  );

/** Median over the rounds. */
export const medianOf = <Stats>({ figures }: Rounds<Stats>, of: (figures: Stats) => number): number =>
  median(figures.map(of));
