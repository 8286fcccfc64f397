import type { Slice } from "@ashlar/kernel";
import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../connection/database.ts";

/** Rows of a list that are counted: nobody reads on to the last page of more, and counting takes as long as the list is. */
export const countedRows = 10_000;

/**
 * Counts the rows of a list for a numbered page, up to one more than `countedRows`; undefined for any other page.
 *
 * @param condition - What the list holds, without the cursor; undefined for the whole table.
 */
export async function listTotal(
  db: Database,
  table: PgTable,
  condition: SQL | undefined,
  { page }: Slice,
): Promise<number | undefined> {
  if (page === undefined) return undefined;
  const filter = condition === undefined ? sql`` : sql` where ${condition}`;
  return db.$count(
    sql`(select 1 from ${table}${filter} limit ${sql.raw(String(countedRows + 1))}) as counted`,
  );
}
