import { asc, desc, type SQL, type SQLWrapper } from "drizzle-orm";

export type Order = "asc" | "desc";

/**
 * The `ORDER BY` of a keyset: the sort column, then the id, both in the same direction.
 *
 * One btree on `(…equalities, column, id)` serves both directions. The column must not be null: PostgreSQL sorts nulls
 * last when ascending and first when descending, and a row comparison with a null is never true.
 */
export const keysetOrder = (column: SQLWrapper, id: SQLWrapper, order: Order): [SQL, SQL] =>
  order === "asc" ? [asc(column), asc(id)] : [desc(column), desc(id)];
