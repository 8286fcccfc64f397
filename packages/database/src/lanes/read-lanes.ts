import { currentRequestScope } from "@ashlar/kernel";
import postgres from "postgres";
import { deadline, endedRequest } from "../driver/deadline.ts";
import { type DriverOptions, driverClient } from "../driver/driver-client.ts";
import { sendStatement } from "../driver/send-statement.ts";
import type { RunStatement } from "../driver/statement-session.ts";
import { type Lane, type LaneClient, newLane } from "./lane.ts";
import { type SharedLanes, sharedLanes } from "./lane-group.ts";
import { laneStock } from "./lane-stock.ts";
import { laneWatch, stuckMs } from "./lane-watch.ts";
import {
  bulkheadOf,
  courseOf,
  ended,
  foundNone,
  gotStuck,
  type StatementKind,
  statementKinds,
} from "./statement-kinds.ts";
import { StatementMoved } from "./statement-moved.ts";

export type ReadLanes = {
  readonly run: RunStatement;
  /** For what everything else waits for, on a connection of its own. */
  readonly runVital: RunStatement;
  readonly close: () => Promise<void>;
};

export type ReadLaneOptions = Omit<DriverOptions, "connections" | "readOnly"> & {
  /** Connections that all reads share. */
  readonly shared: number;
  /** Further ones, opened for statements that are slow or wait for a lock; closed after a minute without any. */
  readonly spare: number;
  /** See `DatabaseOptions`. */
  readonly readLockTimeoutMs?: number | undefined;
};

const requestPatienceMs = 1_000;
/** Of what no client waits for, such as a job. */
const patienceMs = 10_000;

/**
 * Runs reads, many in flight on each of a few connections, so that none waits for what another one waits for.
 *
 * The server answers a connection's statements in turn. So a statement that is out for 50 ms loses its neighbours:
 * those behind it are sent again on other connections, as reads have no effect to repeat. Kinds of statements that
 * are slow, and those of a table that one is stuck on, run one at a time on spare connections, of which each kind
 * or table has a share.
 *
 * A cancellation names a connection, not a statement, so one that arrives late ends a neighbour's. A read that was
 * cancelled though its own request has not ended is therefore sent again, once.
 */
export function readLanes({ shared, spare, ...settings }: ReadLaneOptions): ReadLanes {
  const lockTimeoutMs = settings.readLockTimeoutMs ?? 500;
  const kindOf = statementKinds();
  const cancellation = deadline();
  const laneOn = (): Lane => {
    const onClose = (): void => {
      lost(lane);
      settings.onClose?.();
    };
    const options = { ...settings, lockTimeoutMs, onClose, connections: 1, readOnly: true };
    // Sound: patches/postgres@3.4.9.patch adds what the type names.
    const lane = newLane(driverClient(options) as LaneClient);
    return lane;
  };
  const lanes = Array.from({ length: shared + 1 + spare }, laneOn);
  const stock = laneStock(lanes);
  const common = sharedLanes(shared, stock, cancellation.cancel);
  const vital = sharedLanes(1, stock, cancellation.cancel);
  const groupOf = (lane: Lane): SharedLanes => (lane.group === vital ? vital : common);
  const watch = laneWatch({
    lanes,
    kindOf,
    onStuck: (lane, kind) => {
      if (groupOf(lane).replace(lane, bulkheadOf(kind))) gotStuck(kind);
    },
  });

  const giveBack = (lane: Lane): void => {
    if (lane.inFlight === 0 && lane.group === null) stock.give(lane);
  };
  const lost = (lane: Lane): void => {
    const acquired = lane.isOpen;
    lane.isOpen = false;
    lane.isEnding = false;
    if (lane.group !== null) groupOf(lane).remove(lane);
    if (acquired) giveBack(lane);
  };
  const takeApart = async (kind: StatementKind, signal: AbortSignal | undefined): Promise<Lane> => {
    const holder = bulkheadOf(kind);
    const isAwaited = currentRequestScope()?.deadlineAtMs !== undefined;
    return stock.take(holder, {
      signal,
      patienceMs: isAwaited ? requestPatienceMs : patienceMs,
      onTimeout: () => foundNone(kind),
    });
  };

  const runOn =
    (group: SharedLanes): RunStatement =>
    async (text, parameters, rows) => {
      const kind = kindOf(text);
      let isRepeated = false;
      for (;;) {
        const signal = cancellation.signal();
        const course = courseOf(kind);
        const isApart = course === "apart" || (course === "apart if free" && stock.mayTake(kind));
        const lane = isApart ? await takeApart(kind, signal) : (group.pick() ?? (await group.place()));
        const startedMs = isApart ? performance.now() : 0;
        lane.inFlight += 1;
        watch.begin();
        let isMoved = false;
        const query = sendStatement(lane.client, text, parameters, { rows, prepare: kind.isPrepared });
        const followed = signal && cancellation.follow(signal, query);
        try {
          const answer = await query;
          if (kind.table.isLocked) kind.table.isLocked = false;
          return answer;
        } catch (error) {
          if (signal?.aborted) throw endedRequest(signal);
          isMoved = error instanceof StatementMoved || (isCancellation(error) && lane.recalled === query);
          if (isLockTimeout(error)) kind.table.isLocked = true;
          if (isMoved) continue;
          if (isRepeated || !wasNeighbours(error)) throw error;
          isRepeated = true;
        } finally {
          followed?.done();
          lane.inFlight -= 1;
          if (isApart) endedApart(lane, kind, performance.now() - startedMs);
          else if (!isMoved) ended(kind, lane.group !== null);
          giveBack(lane);
        }
      }
    };
  const wasNeighbours = (error: unknown): boolean =>
    isCancellation(error) && performance.now() - cancellation.lastCancelAt() < 5_000;
  return {
    run: runOn(common),
    runVital: runOn(vital),
    close: async () => {
      watch.close();
      await Promise.all(lanes.map((lane) => lane.client.end({ timeout: 0 })));
    },
  };
}

function endedApart({ holder }: Lane, kind: StatementKind, tookMs: number): void {
  if (holder !== null) holder.typicalMs = (holder.typicalMs + tookMs) / 2;
  ended(kind, tookMs < stuckMs);
}

const isCancellation = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === "57014" && error.message.includes("user request");

const isLockTimeout = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === "55P03";
