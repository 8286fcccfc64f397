import { Unavailable } from "@ashlar/kernel";
import { type Lane, type LaneGroup, type LaneHead, openLane } from "./lane.ts";
import type { LaneStock } from "./lane-stock.ts";
import type { Bulkhead } from "./statement-kinds.ts";
import { StatementMoved } from "./statement-moved.ts";

export type SharedLanes = LaneGroup & {
  /** The lane for the next statement; undefined when none is open. */
  readonly pick: () => Lane | undefined;
  /** As `pick`, opening one if there is none. @throws driver errors, Unavailable when every lane is in use. */
  readonly place: () => Promise<Lane>;
  /**
   * Takes out a lane on which a statement is stuck, the last one when another is open; what waits on it fails with
   * `StatementMoved`. The statement keeps the lane if its bulkhead has a share left, else it is cancelled.
   *
   * @returns whether it was taken out.
   */
  readonly replace: (lane: Lane, holder: Bulkhead) => boolean;
  /** Forgets a lane whose connection is gone. */
  readonly remove: (lane: Lane) => void;
};

/** After a lane could not be opened, none is added for so long while the group has others. */
const pauseMs = 1_000;

/** Shares up to `size` lanes, opened when all there are have something in flight. */
export function sharedLanes(size: number, stock: LaneStock, cancel: (head: LaneHead) => void): SharedLanes {
  const lanes: Lane[] = [];
  let widening: Promise<void> | null = null;
  let notBeforeMs = 0;

  const add = async (isNeeded: () => boolean): Promise<void> => {
    const lane = stock.takeForGroup();
    if (lane === undefined) throw new Unavailable("Every connection for reads is busy.");
    try {
      await openLane(lane);
    } catch (error) {
      notBeforeMs = performance.now() + pauseMs;
      stock.give(lane);
      throw error;
    }
    if (!isNeeded()) return stock.give(lane);
    lane.group = group;
    lanes.push(lane);
  };
  const isShort = (): boolean => lanes.length < size;
  const widen = (isNeeded = isShort): Promise<void> => {
    widening ??= add(isNeeded).finally(() => {
      widening = null;
    });
    return widening;
  };
  const widenLater = (): void => {
    if (widening === null && performance.now() >= notBeforeMs) widen().catch(() => undefined);
  };
  /** Adds one beside a lane that is stuck, if it is when the other has been opened. */
  const widenFor = (lane: Lane): void => {
    const { seen } = lane;
    widen(() => lane.group === group && lane.client.head() === seen).catch(() => undefined);
  };
  const remove = (lane: Lane): void => {
    lanes.splice(lanes.indexOf(lane), 1);
    lane.group = null;
  };
  const pick = (): Lane | undefined => {
    let best: Lane | undefined;
    for (const lane of lanes) {
      if (lane.inFlight === 0) return lane;
      if (best === undefined || loadOf(lane) < loadOf(best)) best = lane;
    }
    if (best !== undefined && isShort()) widenLater();
    return best;
  };
  const group: SharedLanes = {
    size,
    lanes,
    pick,
    place: async () => {
      for (;;) {
        const lane = pick();
        if (lane !== undefined) return lane;
        await widen();
      }
    },
    replace: (lane, holder) => {
      const isAlone = lanes.length === 1;
      const mayWiden = performance.now() >= notBeforeMs;
      if (stock.mayTake(holder) && (!isAlone || mayWiden)) {
        if (isAlone) {
          widenFor(lane);
          return false;
        }
        lane.holder = holder;
        holder.held += 1;
      } else {
        lane.recalled = lane.seen;
      }
      remove(lane);
      lane.isEnding = lane.client.shed(new StatementMoved());
      if (lane.recalled !== null) cancel(lane.recalled);
      widenLater();
      return true;
    },
    remove,
  };
  stock.serve(group);
  return group;
}

/** A head that is out for a tick or more may be out for long. */
const loadOf = ({ inFlight, ticks }: Lane): number => inFlight + 20 * ticks;
