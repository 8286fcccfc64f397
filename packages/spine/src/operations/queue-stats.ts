import type { Database } from "@ashlar/database";
import { sql } from "drizzle-orm";

/** How a queue stands. */
export type QueueStats = {
  readonly queue: string;
  /** Due, and nobody has it yet. */
  readonly ready: number;
  /** Due later, retries included. */
  readonly delayed: number;
  readonly running: number;
  readonly dead: number;
  /** How long the oldest ready job has been due; 0 without one. */
  readonly lagMs: number;
};

/** Counts the jobs of each queue that has any. */
export async function queueStats(db: Database): Promise<readonly QueueStats[]> {
  const rows = await db.select({ row: sql<QueueStats>`to_json(figures)` }).from(sql`(
      select queue,
        count(*) filter (where state = 'waiting' and run_at <= now()) as ready,
        count(*) filter (where state = 'waiting' and run_at > now()) as delayed,
        count(*) filter (where state = 'running') as running,
        count(*) filter (where state = 'dead') as dead,
        coalesce(round(extract(epoch from now() - min(run_at) filter (where state = 'waiting' and run_at <= now())) * 1000), 0) as "lagMs"
      from jobs group by queue order by queue
    ) as figures`);
  return rows.map(({ row }) => row);
}
