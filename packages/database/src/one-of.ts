import { type Column, type SQL, sql } from "drizzle-orm";

/** The condition of a check constraint that a text is one of these; they are written into it. */
export const isOneOf = (column: Column, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
