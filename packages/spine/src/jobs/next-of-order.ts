import type { Database } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import { jobs } from "../infrastructure/tables.ts";

/** Prepares the look whether a job waited for another of its order key: cheaper than trying to take it. */
export function nextOfOrder(db: Database): (orderKey: string) => Promise<boolean> {
  const statement = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(eq(jobs.orderKey, sql.placeholder("orderKey")))
    .limit(1)
    .prepare("spine_next_of_order");
  return async (orderKey) => (await statement.execute({ orderKey })).length > 0;
}
