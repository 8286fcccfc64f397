import type { Paged, Slice } from "@ashlar/kernel";
import { countedRows } from "./list-total.ts";

/**
 * Makes a page of rows read with `limit + 1`: the row too many only tells that there is a next page.
 *
 * `hasPrevious` is true after a cursor, which is the end of the page before, and on every numbered page but the first
 * of a list with rows.
 *
 * @param rows - At most `limit + 1`, in order; shortened in place.
 * @param cursorOf - Writes the cursor of the page's last row; called only when there is a next page.
 * @param total - Rows of the whole list; required with a numbered page, which then also has `totalPages`. More than
 *   `countedRows` make both a minimum.
 */
export function toPage<Row>(
  rows: Row[],
  { limit, page, cursor }: Slice,
  cursorOf: (last: Row) => string,
  total?: number,
): Paged<Row> {
  const hasNext = rows.length > limit;
  if (hasNext) rows.length = limit;
  const last = rows.at(-1);
  const nextCursor = hasNext && last !== undefined ? cursorOf(last) : undefined;
  if (page === undefined || total === undefined) {
    const hasPrevious = cursor !== undefined;
    if (nextCursor === undefined) return { items: rows, page: { limit, hasNext, hasPrevious } };
    return { items: rows, page: { limit, hasNext, hasPrevious, nextCursor } };
  }
  const isMinimum = total > countedRows;
  const seen = (page - 1) * limit + rows.length + (hasNext ? 1 : 0);
  const known = isMinimum ? Math.max(countedRows, seen) : total;
  const totals = { total: known, totalPages: Math.ceil(known / limit) };
  const numbered = { limit, page, ...totals, ...(isMinimum ? { totalIsMinimum: true } : {}), hasNext };
  const hasPrevious = page > 1 && total > 0;
  if (nextCursor === undefined) return { items: rows, page: { ...numbered, hasPrevious } };
  return { items: rows, page: { ...numbered, hasPrevious, nextCursor } };
}
