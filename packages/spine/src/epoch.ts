import type { DatabaseConnection } from "@ashlar/database";
import { type SQL, sql } from "drizzle-orm";

/**
 * Raises the base of the epoch where the table holds order keys that the cluster has not reached: its rows were restored
 * into a cluster whose transaction ids are lower. Otherwise it writes nothing and returns no row.
 */
export const raisedEpoch: SQL = sql`
  insert into spine_epoch (id, base)
  select 1, last.xid - now_at.xid + 1
  from (select max(xid) as xid from events) as last,
    (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid) as now_at,
    (select coalesce((select base from spine_epoch), 0) as base) as epoch
  where last.xid >= now_at.xid + epoch.base
  on conflict (id) do update set base = greatest(spine_epoch.base, excluded.base)
  returning base`;

/**
 * Makes events restored from another cluster readable before the first write; see `raisedEpoch`. Safe to call from any
 * number of processes.
 */
export async function continueEpoch(database: Pick<DatabaseConnection, "transact">): Promise<void> {
  await database.transact((tx) => Promise.resolve(tx.execute(raisedEpoch)));
}
