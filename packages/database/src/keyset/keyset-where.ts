import { type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Order } from "./keyset-order.ts";

/** A cursor's key, or the placeholders of a prepared statement that will get one. */
type Key = { readonly value: string | Placeholder; readonly id: string | Placeholder };

/**
 * The condition that a row comes after the key; undefined on the first page.
 *
 * A row comparison, which PostgreSQL turns into one range of the index on `(column, id)`; the equivalent with `or` is
 * read as a filter over the whole list. The parameters take the types of the columns.
 */
export function keysetWhere(
  column: SQLWrapper,
  id: SQLWrapper,
  order: Order,
  after: Key | undefined,
): SQL | undefined {
  if (after === undefined) return undefined;
  const comparison = sql.raw(order === "asc" ? ">" : "<");
  return sql`(${column}, ${id}) ${comparison} (${after.value}, ${after.id})`;
}
