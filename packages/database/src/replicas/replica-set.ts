import { setTimeout as wait } from "node:timers/promises";
import type { Replica } from "./replica.ts";
import {
  type ReplicaStanding,
  type ReplicaWatchOptions,
  type WatchedReplica,
  watchReplicas,
} from "./replica-watch.ts";

export type ReplicaSet = {
  /** A replica that has replayed so far, within the patience; null when there is none. */
  readonly reaching: (positionBytes: bigint) => Promise<Replica | null>;
  /** Takes the replica out until it answers again. */
  readonly failed: (replica: Replica, error: unknown) => void;
  readonly stats: () => ReplicaSetStats;
  readonly close: () => Promise<void>;
};

/** Totals count from the start of the process. */
export type ReplicaSetStats = {
  /** `reads` were sent to it. */
  readonly replicas: readonly (ReplicaStanding & { readonly reads: number })[];
  /** Reads that waited for a replica to come as far as their caller. */
  readonly waits: number;
  /** Reads that the primary answered because no replica was there or far enough. */
  readonly skipped: number;
};

type Options = ReplicaWatchOptions & {
  /** How long a read waits for a replica that is behind its caller. Default 50. */
  readonly patienceMs?: number;
};

const pauseMs = 5;

/** Picks the replicas that answer and are far enough, in turn; while a read waits they are asked more often. */
export function replicaSet(options: Options): ReplicaSet {
  const { patienceMs = 50 } = options;
  const { watched, isFresh, refresh, down, standing, close } = watchReplicas(options);
  const reads = new Map(watched.map((one) => [one, 0]));
  const totals = { waits: 0, skipped: 0 };
  let turn = 0;
  let impatientUntilMs = 0;

  /** In turn, so that each has its share. */
  const pick = (positionBytes: bigint): WatchedReplica | null => {
    for (let offset = 0; offset < watched.length; offset += 1) {
      const one = watched[(turn + offset) % watched.length];
      if (one && isFresh(one) && one.replica.positionBytes() >= positionBytes) {
        turn = (turn + offset + 1) % watched.length;
        return one;
      }
    }
    return null;
  };
  /** Asks those that could come so far until one has, or the patience is over. */
  const awaited = async (positionBytes: bigint): Promise<WatchedReplica | null> => {
    const giveUpAtMs = performance.now() + patienceMs;
    for (let round = 0; ; round += 1) {
      const nowMs = performance.now();
      const candidates = watched.filter(isFresh);
      if (candidates.length === 0 || nowMs < impatientUntilMs) return null;
      if (nowMs >= giveUpAtMs) {
        // One that stands still would cost every read the patience.
        impatientUntilMs = nowMs + 1_000;
        return null;
      }
      if (round === 0) totals.waits += 1;
      await Promise.race([Promise.all(candidates.map(refresh)), wait(Math.max(1, giveUpAtMs - nowMs))]);
      const found = pick(positionBytes);
      if (found) return found;
      await wait(pauseMs);
    }
  };
  return {
    reaching: async (positionBytes) => {
      const found = pick(positionBytes) ?? (await awaited(positionBytes));
      if (found) reads.set(found, (reads.get(found) ?? 0) + 1);
      else totals.skipped += 1;
      return found?.replica ?? null;
    },
    failed: (replica, error) => {
      const one = watched.find((each) => each.replica === replica);
      if (one) down(one, error);
    },
    stats: () => ({
      replicas: watched.map((one) => ({ ...standing(one), reads: reads.get(one) ?? 0 })),
      ...totals,
    }),
    close,
  };
}
