import type { Database } from "@ashlar/database";
import { desc, sql } from "drizzle-orm";
import { beginning, type EventPlace } from "../events/event-cursor.ts";
import { settledBelow } from "../events/settled-below.ts";
import { events } from "../infrastructure/tables.ts";

/** Prepares the look-up of the last place that can be read now; the beginning when there is no event. */
export function streamHead(db: Database): () => Promise<EventPlace> {
  const statement = db
    .select({ xid: events.xid, position: events.position })
    .from(events)
    .where(sql`${events.xid} < ${settledBelow}`)
    .orderBy(desc(events.xid), desc(events.position))
    .limit(1)
    .prepare("spine_events_head");
  return async () => (await statement.execute())[0] ?? beginning;
}
