import type { Database } from "@ashlar/database";
import { desc, sql } from "drizzle-orm";
import { anchorOf, type EventAnchor, streamStart } from "../events/event-cursor.ts";
import { visibilityHorizon } from "../events/visibility-horizon.ts";
import { events, spineEpoch } from "../infrastructure/tables.ts";

/**
 * Prepares the look-up of the last place that can be read now: of the newest event, or of the last that retention
 * removed when no other is left, or the beginning.
 */
export function streamHead(db: Database): () => Promise<EventAnchor> {
  const newest = db
    .select({ xid: events.xid, position: events.position, id: events.id })
    .from(events)
    .where(sql`${events.xid} < ${visibilityHorizon}`)
    .orderBy(desc(events.xid), desc(events.position))
    .limit(1)
    .prepare("spine_events_head");
  const removed = db
    .select({ xid: spineEpoch.removedXid, position: spineEpoch.removedPosition })
    .from(spineEpoch)
    .prepare("spine_events_removed");
  return async () => {
    const [event] = await newest.execute();
    if (event) return anchorOf(event);
    const [{ xid, position } = { xid: null, position: null }] = await removed.execute();
    return { ...(xid === null || position === null ? streamStart : { xid, position }), mark: null };
  };
}
