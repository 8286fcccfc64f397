import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@ashlar/kernel";
import { logEnds } from "./log-ends.ts";
import type { Replica } from "./replica.ts";

/** A replica, and what is known of it. */
export type WatchedReplica = {
  readonly replica: Replica;
  isUp: boolean;
  isTold: boolean;
  /** When the primary's log ended where it is. */
  reachedAtMs: number | null;
};

export type ReplicaWatch = {
  readonly watched: readonly WatchedReplica[];
  /** Whether it answers and is less than the lag behind that is allowed. */
  readonly isFresh: (one: WatchedReplica) => boolean;
  /** Asks it how far it is. */
  readonly refresh: (one: WatchedReplica) => Promise<void>;
  /** Takes it out until it answers again. */
  readonly down: (one: WatchedReplica, error: unknown) => void;
  readonly standing: (one: WatchedReplica) => ReplicaStanding;
  readonly close: () => Promise<void>;
};

export type ReplicaStanding = {
  readonly name: string;
  /** False while it is away or too far behind. */
  readonly isUsed: boolean;
  /** What it has yet to replay; null while it is away. */
  readonly lagBytes: number | null;
  /** How long ago the primary's log ended where it is now, to half a second; null before it was first heard of. */
  readonly lagMs: number | null;
};

export type ReplicaWatchOptions = {
  readonly replicas: readonly Replica[];
  /** Where the primary's log ends. */
  readonly primaryPosition: () => Promise<bigint>;
  readonly log: Log | undefined;
  /** No read sees the state of longer ago than this, whoever asks. Default 5,000. */
  readonly maximumLagMs?: number;
};

const tickMs = 500;

/** Asks the replicas and the primary twice a second how far they are, and says so once when one stops or begins to serve. */
export function watchReplicas(options: ReplicaWatchOptions): ReplicaWatch {
  const { replicas, primaryPosition, log, maximumLagMs = 5_000 } = options;
  const watched = replicas.map(
    (replica): WatchedReplica => ({ replica, isUp: false, isTold: false, reachedAtMs: null }),
  );
  const ends = logEnds(maximumLagMs);
  const closing = new AbortController();

  const down: ReplicaWatch["down"] = (one, error) => {
    one.isUp = false;
    if (one.isTold || closing.signal.aborted) return;
    one.isTold = true;
    const fields = { replica: one.replica.name, error };
    log?.warn(fields, "A replica does not serve; its reads go elsewhere.");
  };
  const refresh: ReplicaWatch["refresh"] = async (one) => {
    try {
      await one.replica.refresh();
      one.isUp = true;
      if (!one.isTold) return;
      one.isTold = false;
      log?.info({ replica: one.replica.name }, "A replica serves again.");
    } catch (error) {
      down(one, error);
    }
  };
  const tick = async (): Promise<void> => {
    const known = primaryPosition().then(ends.add, () => undefined);
    await Promise.all([known, ...watched.map(refresh)]);
    for (const one of watched)
      one.reachedAtMs = ends.reachedAtMs(one.replica.positionBytes()) ?? one.reachedAtMs;
  };
  const keepTicking = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await tick();
      await wait(tickMs, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  };
  const isFresh: ReplicaWatch["isFresh"] = ({ isUp, replica }) => {
    const needed = ends.required();
    return isUp && needed !== null && replica.positionBytes() >= needed;
  };
  const ticking = keepTicking();
  return {
    watched,
    isFresh,
    refresh,
    down,
    standing: (one) => {
      const left = (ends.newest() ?? 0n) - one.replica.positionBytes();
      const sinceMs = one.reachedAtMs === null ? null : performance.now() - one.reachedAtMs;
      return {
        name: one.replica.name,
        isUsed: isFresh(one),
        lagBytes: one.isUp ? Math.max(0, Number(left)) : null,
        lagMs: one.isUp && left <= 0n ? 0 : sinceMs,
      };
    },
    close: async () => {
      closing.abort();
      await Promise.all(replicas.map((replica) => replica.close()));
      await ticking;
    },
  };
}
