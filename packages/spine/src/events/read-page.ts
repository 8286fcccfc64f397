import type { Database } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { events } from "../infrastructure/tables.ts";
import { eventColumns } from "./event-columns.ts";
import type { EventPlace } from "./event-cursor.ts";
import { settledBelow } from "./settled-below.ts";
import type { EventRecord } from "./to-stored-event.ts";

export type EventPage = {
  /** In the order of the stream; complete: nothing will ever appear between them. */
  readonly records: readonly EventRecord[];
  /** There is more to read now. */
  readonly isFull: boolean;
  /** Events are committed behind a transaction that is still open: read again soon. */
  readonly isHeldBack: boolean;
};

/** Prepares the read of the events after a place. @param limit - 1–1,000. */
export function pageReader(db: Database): (after: EventPlace, limit: number) => Promise<EventPage> {
  const statement = db
    .select({ ...eventColumns, isSettled: sql<boolean>`${events.xid} < ${settledBelow}` })
    .from(events)
    .where(
      sql`(${events.xid}, ${events.position}) > (${sql.placeholder("xid")}::bigint, ${sql.placeholder("position")}::bigint)`,
    )
    .orderBy(events.xid, events.position)
    .limit(sql.placeholder("limit"))
    .prepare("spine_events_page");
  return async (after, limit) => {
    const rows = await statement.execute({ ...after, limit });
    const unsettled = rows.findIndex(({ isSettled }) => !isSettled);
    if (unsettled < 0) return { records: rows, isFull: rows.length === limit, isHeldBack: false };
    return { records: rows.slice(0, unsettled), isFull: false, isHeldBack: true };
  };
}
