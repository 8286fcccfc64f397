import type { Database } from "@ashlar/database";
import { sql } from "drizzle-orm";

/**
 * Tells how long ago the oldest event happened that a handler has yet to get; 0 without one.
 *
 * Dead letters do not count: they wait for a person, and are counted by their queue.
 *
 * @returns Milliseconds, by the clock of the database.
 */
export async function outboxLagMs(db: Database): Promise<number> {
  const [row] = await db.select({ lagMs: sql<number>`"lagMs"` }).from(sql`(
      select coalesce(round(extract(epoch from now() - min(event.occurred_at)) * 1000), 0)::float8 as "lagMs"
      from jobs as job join events as event on event.position = job.event_position
      where job.state <> 'dead'
    ) as lag`);
  return Math.max(0, Number(row?.lagMs ?? 0));
}
