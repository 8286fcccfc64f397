import type { Paged, Slice } from "@ashlar/kernel";

/**
 * Makes a page of rows read with `limit + 1`: the row too many only tells that there is a next page.
 *
 * `hasPrevious` is true after a cursor, which is the end of the page before, and on every numbered page but the first
 * of a list with rows.
 *
 * @param rows - At most `limit + 1`, in order; shortened in place.
 * @param cursorOf - Writes the cursor of the page's last row; called only when there is a next page.
 * @param total - Rows of the whole list; required with a numbered page, which then also tells `totalPages`.
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
  const numbered = { limit, page, total, totalPages: Math.ceil(total / limit), hasNext };
  const hasPrevious = page > 1 && total > 0;
  if (nextCursor === undefined) return { items: rows, page: { ...numbered, hasPrevious } };
  return { items: rows, page: { ...numbered, hasPrevious, nextCursor } };
}
