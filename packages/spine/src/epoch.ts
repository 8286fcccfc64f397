import type { DatabaseConnection } from "@ashlar/database";
import { sql } from "drizzle-orm";

/**
 * Makes the order of events go on where it ended when the database was restored into a cluster whose transaction
 * ids are lower than those in the table. Does nothing otherwise; safe to call from any number of processes.
 */
export async function continueEpoch(database: Pick<DatabaseConnection, "transact">): Promise<void> {
  await database.transact((tx) =>
    Promise.resolve(
      tx.execute(sql`
        insert into spine_epoch (id, base)
        select 1, last.xid - now_at.xid + 1
        from (select max(xid) as xid from events) as last,
          (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid) as now_at,
          (select coalesce((select base from spine_epoch), 0) as base) as epoch
        where last.xid >= now_at.xid + epoch.base
        on conflict (id) do update set base = greatest(spine_epoch.base, excluded.base)`),
    ),
  );
}
