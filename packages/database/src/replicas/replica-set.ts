import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@ashlar/kernel";
import { logEnds } from "./log-ends.ts";
import type { Replica } from "./replica.ts";

export type ReplicaSet = {
  /** A replica that has replayed so far, within the patience; null when there is none. */
  readonly reaching: (positionBytes: bigint) => Promise<Replica | null>;
  /** Takes the replica out until it answers again. */
  readonly failed: (replica: Replica, error: unknown) => void;
  readonly figures: () => readonly ReplicaFigures[];
  readonly close: () => Promise<void>;
};

export type ReplicaFigures = {
  readonly name: string;
  /** False while it is away or too far behind. */
  readonly isUsed: boolean;
};

type Options = {
  readonly replicas: readonly Replica[];
  /** Where the primary's log ends. */
  readonly primaryPosition: () => Promise<bigint>;
  readonly log: Log | undefined;
  /** How long a read waits for a replica that is behind its caller. Default 50. */
  readonly patienceMs?: number;
  /** No read sees the state of longer ago than this, whoever asks. Default 5,000. */
  readonly maximumLagMs?: number;
};

const tickMs = 500;
const pauseMs = 5;

type State = { readonly replica: Replica; isUp: boolean; isTold: boolean };

/** Knows which replicas answer and how far they are; asks them twice a second, and more often while a read waits. */
export function replicaSet(options: Options): ReplicaSet {
  const { replicas, primaryPosition, log, patienceMs = 50, maximumLagMs = 5_000 } = options;
  const states: State[] = replicas.map((replica) => ({ replica, isUp: false, isTold: false }));
  const ends = logEnds(maximumLagMs);
  const closing = new AbortController();
  let turn = 0;
  let impatientUntilMs = 0;

  const down = (state: State, error: unknown): void => {
    state.isUp = false;
    if (state.isTold || closing.signal.aborted) return;
    state.isTold = true;
    const fields = { replica: state.replica.name, error };
    log?.warn(fields, "A replica does not serve; its reads go elsewhere.");
  };
  const refresh = async (state: State): Promise<void> => {
    try {
      await state.replica.refresh();
      state.isUp = true;
      if (!state.isTold) return;
      state.isTold = false;
      log?.info({ replica: state.replica.name }, "A replica serves again.");
    } catch (error) {
      down(state, error);
    }
  };
  const tick = async (): Promise<void> => {
    const known = primaryPosition().then(ends.add, () => undefined);
    await Promise.all([known, ...states.map(refresh)]);
  };
  const keepTicking = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await tick();
      await wait(tickMs, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  };
  const isFresh = ({ isUp, replica }: State): boolean => {
    const needed = ends.required();
    return isUp && needed !== null && replica.positionBytes() >= needed;
  };
  /** In turn, so that each has its share. */
  const pick = (positionBytes: bigint): Replica | null => {
    for (let offset = 0; offset < states.length; offset += 1) {
      const state = states[(turn + offset) % states.length];
      if (state && isFresh(state) && state.replica.positionBytes() >= positionBytes) {
        turn = (turn + offset + 1) % states.length;
        return state.replica;
      }
    }
    return null;
  };
  const ticking = keepTicking();
  return {
    reaching: async (positionBytes) => {
      const giveUpAtMs = performance.now() + patienceMs;
      for (;;) {
        const found = pick(positionBytes);
        if (found) return found;
        const nowMs = performance.now();
        const candidates = states.filter(isFresh);
        if (candidates.length === 0 || nowMs < impatientUntilMs) return null;
        if (nowMs >= giveUpAtMs) {
          // One that stands still would cost every read the patience.
          impatientUntilMs = nowMs + 1_000;
          return null;
        }
        const leftMs = Math.max(1, giveUpAtMs - nowMs);
        await Promise.race([Promise.all(candidates.map(refresh)), wait(leftMs)]);
        if (pick(positionBytes) === null) await wait(pauseMs);
      }
    },
    failed: (replica, error) => {
      const state = states.find((one) => one.replica === replica);
      if (state) down(state, error);
    },
    figures: () => states.map((state) => ({ name: state.replica.name, isUsed: isFresh(state) })),
    close: async () => {
      closing.abort();
      await Promise.all(replicas.map((replica) => replica.close()));
      await ticking;
    },
  };
}
