import { sql } from "drizzle-orm";

/**
 * The order key below which the statement sees every event that there will ever be: all transactions with a lower
 * id have ended, and an event's key is never below its transaction's id.
 */
export const visibilityHorizon = sql<number>`(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + coalesce((select base from spine_epoch), 0))`;
