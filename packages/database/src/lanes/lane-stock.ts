import { Unavailable } from "@ashlar/kernel";
import { endedRequest } from "../driver/deadline.ts";
import { type Lane, type LaneGroup, openLane } from "./lane.ts";
import type { Bulkhead } from "./statement-kinds.ts";

export type Patience = {
  readonly signal: AbortSignal | undefined;
  /** How long a statement waits for a lane. */
  readonly patienceMs: number;
  readonly onTimeout: () => void;
};

export type LaneStock = {
  /**
   * Takes an open lane for one statement of the bulkhead.
   *
   * @throws Unavailable when none is free in time, or it is clear that none will be.
   */
  readonly take: (holder: Bulkhead, patience: Patience) => Promise<Lane>;
  /** Whether the bulkhead's share is not used up. */
  readonly mayTake: (holder: Bulkhead) => boolean;
  /** Takes a lane for a group, an open one where there is one; undefined when all are in use. */
  readonly takeForGroup: () => Lane | undefined;
  /** Leaves to the group, from now on, the lanes that it lacks. */
  readonly serve: (group: LaneGroup) => void;
  /** Takes back a lane on which nothing is in flight, and gives it to whose turn it is. */
  readonly give: (lane: Lane) => void;
};

/** Kept for groups whose lanes are stuck. */
const reserve = 1;
const idleMs = 60_000;

type Waiter = { readonly holder: Bulkhead; readonly resolve: (lane: Lane) => void };

/**
 * Keeps the lanes that no group has.
 *
 * A bulkhead may take one while it has fewer than are free, one in reserve aside (the dynamic threshold of shared
 * buffers, Choudhury and Hahne 1998): of 6, the first cause of slowness gets 3, the second and the third one each. A
 * statement whose wait is expected to exceed its patience is refused immediately, so waiters do not pile up.
 */
export function laneStock(lanes: readonly Lane[]): LaneStock {
  const groups: LaneGroup[] = [];
  const spare = [...lanes];
  const waiters: Waiter[] = [];
  const timers = new WeakMap<Lane, NodeJS.Timeout>();

  /** Lanes that the groups lack are theirs. */
  const room = (): number => {
    let free = spare.length - reserve;
    for (const { size, lanes } of groups) free -= Math.max(0, size - lanes.length);
    return free;
  };
  const mayTake = ({ held }: Bulkhead): boolean => held < room();
  const takeFor = (holder: Bulkhead): Lane | undefined => {
    const lane = spare.pop();
    if (lane === undefined) return undefined;
    lane.holder = holder;
    holder.held += 1;
    return lane;
  };
  const serveWaiters = (): void => {
    for (let at = 0; at < waiters.length; ) {
      const waiter = waiters[at];
      const lane = waiter && mayTake(waiter.holder) ? takeFor(waiter.holder) : undefined;
      if (waiter === undefined || lane === undefined) at += 1;
      else {
        waiters.splice(at, 1);
        waiter.resolve(lane);
      }
    }
  };
  const give = (lane: Lane): void => {
    if (lane.isEnding) return;
    if (lane.holder !== null) lane.holder.held -= 1;
    lane.holder = null;
    lane.recalled = null;
    // One that was here already has lost its connection.
    const at = spare.indexOf(lane);
    if (at !== -1) spare.splice(at, 1);
    // Open ones are taken first.
    if (lane.isOpen) spare.push(lane);
    else spare.unshift(lane);
    serveWaiters();
    closeLater(lane);
  };
  const closeLater = (lane: Lane): void => {
    const known = timers.get(lane);
    if (known !== undefined) return void known.refresh();
    const close = (): void => {
      if (lane.isOpen && spare.includes(lane)) lane.client.discard();
    };
    timers.set(lane, setTimeout(close, idleMs).unref());
  };
  const waited = (holder: Bulkhead, { signal, patienceMs, onTimeout }: Patience): Promise<Lane> => {
    const expectedMs = ((holder.waiting + 1) * holder.typicalMs) / Math.max(1, holder.held);
    if (expectedMs > patienceMs) throw crowded();
    return new Promise((resolve, reject) => {
      const leave = (error: Unavailable): void => {
        waiters.splice(waiters.indexOf(waiter), 1);
        end();
        reject(error);
      };
      const end = (): void => {
        holder.waiting -= 1;
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        if (signal !== undefined) leave(endedRequest(signal));
      };
      const waiter: Waiter = {
        holder,
        resolve: (lane) => {
          end();
          resolve(lane);
        },
      };
      const timer = setTimeout(() => {
        leave(crowded());
        onTimeout();
      }, patienceMs);
      signal?.addEventListener("abort", onAbort, { once: true });
      holder.waiting += 1;
      waiters.push(waiter);
    });
  };
  return {
    take: async (holder, patience) => {
      const isFree = holder.waiting === 0 && mayTake(holder);
      const lane = (isFree ? takeFor(holder) : undefined) ?? (await waited(holder, patience));
      try {
        await openLane(lane);
      } catch (error) {
        give(lane);
        throw error;
      }
      return lane;
    },
    mayTake,
    takeForGroup: () => spare.pop(),
    serve: (group) => groups.push(group),
    give,
  };
}

const crowded = (): Unavailable =>
  new Unavailable(
    "Reads of this kind are slow or wait for a lock, and too many have been asked for. Try again later.",
  );
