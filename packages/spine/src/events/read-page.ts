import type { Database } from "@ashlar/database";
import { type SQL, sql } from "drizzle-orm";
import { events } from "../infrastructure/tables.ts";
import { eventColumns } from "./event-columns.ts";
import { anchorOf, type EventAnchor, type StreamPosition } from "./event-cursor.ts";
import type { PlaceCheck } from "./position-check.ts";
import { PositionLost } from "./position-lost.ts";
import type { EventRecord } from "./to-stored-event.ts";
import { visibilityHorizon } from "./visibility-horizon.ts";

export type EventPage = {
  /** In the order of the stream; complete: nothing will ever appear between them. */
  readonly records: readonly EventRecord[];
  /** There is more to read now. */
  readonly isFull: boolean;
  /** Events are committed behind a transaction that is still open: read again soon. */
  readonly hasOpenGap: boolean;
};

export type ReadPage = (after: StreamPosition, limit: number) => Promise<EventPage>;
export type ReadAnchored = (after: EventAnchor, limit: number) => Promise<EventPage>;

/** Prepares the read of the events after a place. @param limit - 1–1,000. */
export const pageReader = (db: Database): ReadPage => preparedPage(db, "spine_events_page", sql`>`);

/**
 * Prepares the read of the events after a place that is kept outside the database, by a process or a client.
 *
 * The event that the place names is read along with them, in one snapshot: a database that was replaced by an earlier
 * state of itself (a failover with loss, an older backup) is noticed, however far it has come since.
 *
 * @throws PositionLost when that event is not there, unless it was the last that retention removed.
 */
export function anchoredReader(db: Database, isGood: PlaceCheck): ReadAnchored {
  const readAfter = pageReader(db);
  const readFrom = preparedPage(db, "spine_events_from", sql`>=`);
  return async (after, limit) => {
    if (after.mark === null) return readAfter(after, limit);
    const { records, ...page } = await readFrom(after, limit + 1);
    const [first] = records;
    if (first !== undefined && isAt(first, after)) return { ...page, records: records.slice(1) };
    if (!(await isGood(after))) throw new PositionLost();
    return { ...page, records: records.slice(0, limit) };
  };
}

const isAt = (record: EventRecord, place: EventAnchor): boolean => {
  const { xid, position, mark } = anchorOf(record);
  return xid === place.xid && position === place.position && mark === place.mark;
};

function preparedPage(db: Database, name: string, compared: SQL): ReadPage {
  const statement = db
    .select({ ...eventColumns, isSettled: sql<boolean>`${events.xid} < ${visibilityHorizon}` })
    .from(events)
    .where(
      sql`(${events.xid}, ${events.position}) ${compared} (${sql.placeholder("xid")}::bigint, ${sql.placeholder("position")}::bigint)`,
    )
    .orderBy(events.xid, events.position)
    .limit(sql.placeholder("limit"))
    .prepare(name);
  return async (after, limit) => {
    const rows = await statement.execute({ ...after, limit });
    const unsettled = rows.findIndex(({ isSettled }) => !isSettled);
    if (unsettled < 0) return { records: rows, isFull: rows.length === limit, hasOpenGap: false };
    return { records: rows.slice(0, unsettled), isFull: false, hasOpenGap: true };
  };
}
