import type { DatabaseConnection } from "@ashlar/database";
import type { Log } from "@ashlar/kernel";
import { eq, sql } from "drizzle-orm";
import { eventColumns } from "../events/event-columns.ts";
import { type EventAnchor, eventCursor, streamPosition, streamStart } from "../events/event-cursor.ts";
import type { PlaceCheck } from "../events/position-check.ts";
import { PositionLost } from "../events/position-lost.ts";
import type { ReadAnchored } from "../events/read-page.ts";
import { readableEvents } from "../events/readable-events.ts";
import type { StoredEvent } from "../events/stored-event.ts";
import { events } from "../infrastructure/tables.ts";
import type { Signals } from "../signals/signals.ts";
import { type Follow, followEvents } from "./follow-events.ts";
import { streamHead } from "./stream-head.ts";
import { streamTail } from "./stream-tail.ts";

/** Everything that happened, in an order that never changes once read. */
export type EventStream = {
  /**
   * Reads the events after a cursor, in order and without a gap.
   *
   * @param after - The cursor of an event; null for the beginning.
   * @param limit - 1–1,000.
   * @throws VALIDATION_FAILED naming `lastEventId` when the cursor is not one of ours.
   * @throws STREAM_POSITION_LOST as `resume` does.
   */
  readonly read: (after: string | null, limit: number) => Promise<readonly StoredEvent[]>;
  /** Reads all events of one aggregate, by sequence. */
  readonly ofAggregate: (aggregateId: string) => Promise<readonly StoredEvent[]>;
  /**
   * The cursor of the newest event that this process has read: whoever follows from there gets everything that is
   * committed from now on. Asks nothing of the database once somebody follows.
   */
  readonly head: () => Promise<string>;
  /**
   * Checks that the stream can be resumed after a cursor without a gap.
   *
   * @throws VALIDATION_FAILED naming `lastEventId` when the cursor is not one of ours.
   * @throws STREAM_POSITION_LOST when events after it were removed by retention, or the database is in a state that has
   *   never had it: after a failover with loss, or the restore of an older backup.
   */
  readonly resume: (after: string) => Promise<void>;
  /**
   * Follows the stream: every event after the cursor once, in order, as it becomes readable, until the signal
   * aborts. All followers of a process share one reader and the event objects themselves.
   *
   * Ends when its reader falls `bufferEvents` behind, or the database is in an earlier state than was read: `resume`
   * after the last cursor.
   *
   * @throws STREAM_POSITION_LOST while it catches up, as `resume` does.
   */
  readonly follow: (options: Follow) => AsyncGenerator<StoredEvent, void>;
  readonly close: () => Promise<void>;
};

export function createEventStream(deps: {
  readonly database: Pick<DatabaseConnection, "read">;
  readonly readAnchored: ReadAnchored;
  readonly isGoodPlace: PlaceCheck;
  readonly signals: Signals;
  readonly log: Log;
  /** How often it is read without a hint; default 1,000. */
  readonly pollMs?: number;
}): EventStream {
  const db = deps.database.read;
  const { readAnchored } = deps;
  const resume = async (place: EventAnchor): Promise<void> => {
    if (!(await deps.isGoodPlace(place))) throw new PositionLost();
  };
  const tail = streamTail({ ...deps, head: streamHead(db) });
  const aggregate = db
    .select(eventColumns)
    .from(events)
    .where(eq(events.aggregateId, sql.placeholder("aggregateId")))
    .orderBy(events.sequence)
    .prepare("spine_events_of_aggregate");
  return {
    read: async (after, limit) => {
      const place = after === null ? { ...streamStart, mark: null } : streamPosition(after);
      if (after !== null) await resume(place);
      const { records } = await readAnchored(place, limit);
      return readableEvents(records, deps.log);
    },
    ofAggregate: async (aggregateId) => readableEvents(await aggregate.execute({ aggregateId }), deps.log),
    head: async () => eventCursor(await tail.start()),
    resume: async (after) => resume(streamPosition(after)),
    follow: (options) => followEvents({ tail, readAnchored, log: deps.log }, options),
    close: tail.close,
  };
}
