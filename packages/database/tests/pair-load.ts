import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import type postgres from "postgres";
import { expect } from "vitest";

/**
 * Writes the two rows of one pair in one transaction; the way under test.
 *
 * It calls `beforeCommit` when both rows are written: a failure before that is certain to have committed nothing.
 */
export type WritePair = (pair: string, beforeCommit: () => void) => Promise<unknown>;

export type PairLoad = {
  /** Waits for every writer to finish what it does, at most 30 s. */
  readonly stop: () => Promise<void>;
  readonly attempts: () => number;
  readonly committed: () => number;
  /** Reads the table and fails on any half-written, resurrected or lost pair, and on a writer that hung. */
  readonly expectWhole: (admin: postgres.Sql) => Promise<void>;
};

export async function makePairTable(admin: postgres.Sql): Promise<void> {
  await admin.unsafe("drop table if exists pairs");
  await admin.unsafe("create table pairs (pair uuid not null, side text not null)");
}

/** Keeps `writers` transactions going at all times, and remembers what each was told. */
export function startPairLoad(writePair: WritePair, writers: number): PairLoad {
  const outcomes = new Map<string, "committed" | "failed" | "unknown">();
  let isOver = false;
  let hangs = false;
  const work = async (): Promise<void> => {
    while (!isOver) {
      const pair = randomUUID();
      let isCommitting = false;
      try {
        await writePair(pair, () => {
          isCommitting = true;
        });
        outcomes.set(pair, "committed");
      } catch (error) {
        const isCertain = error instanceof Unavailable && !error.outcomeUnknown;
        outcomes.set(pair, isCommitting && !isCertain ? "unknown" : "failed");
        await wait(2);
      }
    }
  };
  const running = Promise.all(Array.from({ length: writers }, work));
  return {
    stop: async () => {
      isOver = true;
      hangs = await Promise.race([running.then(() => false), wait(30_000, true, { ref: false })]);
    },
    attempts: () => outcomes.size,
    committed: () => [...outcomes.values()].filter((outcome) => outcome === "committed").length,
    expectWhole: async (admin) => {
      const rows = await admin<{ pair: string; sides: number }[]>`
        select pair, count(*)::int as sides from pairs group by pair`;
      const found = new Map(rows.map(({ pair, sides }) => [pair, sides]));
      const halves = rows.filter(({ sides }) => sides !== 2).map(({ pair }) => pair);
      const resurrected = rows.filter(({ pair }) => outcomes.get(pair) === "failed").map(({ pair }) => pair);
      const lost = [...outcomes].flatMap(([pair, told]) =>
        told === "committed" && !found.has(pair) ? [pair] : [],
      );
      expect({ halves, resurrected, lost, hangs }).toEqual({
        halves: [],
        resurrected: [],
        lost: [],
        hangs: false,
      });
    },
  };
}
