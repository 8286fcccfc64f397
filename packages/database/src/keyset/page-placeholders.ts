import { sql } from "drizzle-orm";

/** What a prepared statement of a page asks for; `pageParameters` fills it in. */
export const pagePlaceholders = {
  after: { value: sql.placeholder("afterValue"), id: sql.placeholder("afterId") },
  rows: sql.placeholder("rows"),
  skipped: sql.placeholder("skipped"),
  through: sql.placeholder("through"),
} as const;
