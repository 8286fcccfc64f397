import { type SQL, sql } from "drizzle-orm";
import { pagePlaceholders } from "./page-placeholders.ts";

/**
 * The cut of a page's statement: one row more than the page holds tells whether there is a next page.
 *
 * @param limit - As `plannedLimitOf` tells it.
 */
export const pageCut = (limit: number | null): SQL =>
  limit === null
    ? sql`limit ${pagePlaceholders.rows} offset ${pagePlaceholders.skipped}`
    : sql.raw(`limit ${limit + 1}`);
