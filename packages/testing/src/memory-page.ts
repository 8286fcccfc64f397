import { decodeCursor, encodeCursor, offsetOf, toPage } from "@ashlar/database";
import type { Paged, Slice } from "@ashlar/kernel";

type List = Slice & { readonly sort: string; readonly order: "asc" | "desc" };

/**
 * Sorts and cuts rows in memory as a keyset does in PostgreSQL; ties are broken by id in the same direction.
 *
 * @param rows - All that match, in any order.
 * @param keyOf - The value that a row sorts by, as a text that compares as the value does.
 */
export function memoryPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  list: List,
  keyOf: (row: Row) => string,
): Paged<Row> {
  const name = `memory.${list.sort}.${list.order}`;
  const skipped = offsetOf(list);
  const after = list.cursor === undefined ? undefined : decodeCursor(name, list.cursor, () => true);
  const sign = list.order === "asc" ? 1 : -1;
  const compared = (row: Row, value: string, id: string): number =>
    sign * (compare(keyOf(row), value) || compare(row.id, id));
  const sorted = rows.toSorted((left, right) => compared(left, keyOf(right), right.id));
  const rest = after
    ? sorted.filter((row) => compared(row, after.value, after.id) > 0)
    : sorted.slice(skipped);
  const cursorOf = (row: Row): string => encodeCursor(name, { value: keyOf(row), id: row.id });
  return toPage(rest.slice(0, list.limit + 1), list, cursorOf, rows.length);
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
