import type { Database } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { events, spineEpoch } from "../infrastructure/tables.ts";
import type { EventAnchor } from "./event-cursor.ts";

/** Whether the stream can be resumed after a place without a gap. */
export type PlaceCheck = (place: EventAnchor) => Promise<boolean>;

/**
 * Prepares the check of a place.
 *
 * It is good while the event that the place names is there, or was the last that retention removed, and retention has
 * removed none behind it. A place of a state that the database no longer has names no event, or another one.
 */
export function placeCheck(db: Database): PlaceCheck {
  const xid = sql`${sql.placeholder("xid")}::bigint`;
  const position = sql`${sql.placeholder("position")}::bigint`;
  const mark = sql`${sql.placeholder("mark")}::text`;
  const removed = sql`(${spineEpoch.removedXid}, ${spineEpoch.removedPosition})`;
  const statement = db
    .select({
      isGood: sql<boolean>`(
        (${xid} = 0 and ${position} = 0)
        or exists (select from ${events} where ${events.position} = ${position} and ${events.xid} = ${xid}
          and coalesce(right(${events.id}::text, 8) = ${mark}, true))
        or exists (select from ${spineEpoch} where ${removed} = (${xid}, ${position}))
      ) and not exists (select from ${spineEpoch} where ${removed} > (${xid}, ${position}))`,
    })
    .from(sql`(values (1)) as once`)
    .prepare("spine_events_place");
  return async (place) => (await statement.execute(place))[0]?.isGood === true;
}
