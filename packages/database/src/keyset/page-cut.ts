import { type SQL, sql } from "drizzle-orm";
import { pagePlaceholders } from "./page-placeholders.ts";

/** Rows from the first of the list to the last that `pageCut` takes. */
export const rowsThrough = (limit: number | null): SQL =>
  limit === null ? sql`${pagePlaceholders.through}` : sql.raw(String(limit + 1));

/**
 * The cut of a page's statement: one row more than the page holds says whether there is a next page.
 *
 * @param limit - As `plannedLimitOf` tells it.
 */
export const pageCut = (limit: number | null): SQL =>
  limit === null
    ? sql`limit ${pagePlaceholders.rows} offset ${pagePlaceholders.skipped}`
    : sql.raw(`limit ${limit + 1}`);
