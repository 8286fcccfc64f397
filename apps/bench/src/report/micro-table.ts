import { interleavedRounds, medianOf, medianRatio } from "./interleaved-rounds.ts";
import type { Table } from "./table.ts";

export type MicroCandidate = {
  readonly name: string;
  readonly calls: number;
  /** May answer a promise, which is waited for. */
  readonly work: (call: number) => unknown;
};

/** Measures what one call of each candidate takes, in this process and interleaved rounds; the first is the floor. */
export async function microTable(
  title: string,
  candidates: readonly MicroCandidate[],
  rounds: number,
): Promise<Table> {
  const measured = await interleavedRounds(
    candidates.map(({ name, calls, work }) => ({
      name,
      measure: async () => {
        const startedMs = performance.now();
        for (let call = 0; call < calls; call += 1) {
          const pending = work(call);
          if (pending instanceof Promise) await pending;
        }
        return ((performance.now() - startedMs) * 1_000) / calls;
      },
    })),
    rounds,
  );
  return {
    title,
    columns: [`Median of ${rounds} rounds`, "µs a call", "ratio"],
    rows: measured.map((one) => [
      one.name,
      medianOf(one, (us) => us).toFixed(2),
      medianRatio(one, measured[0], (us) => us).toFixed(2),
    ]),
  };
}
