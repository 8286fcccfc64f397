import type { Slice } from "@ashlar/kernel";
import { decodeCursor } from "./cursor.ts";
import { offsetOf } from "./slice.ts";

/** The values of `pagePlaceholders`. */
export type PageParameters = {
  readonly afterValue: string | undefined;
  readonly afterId: string | undefined;
  readonly rows: number;
  readonly skipped: number;
  /** The sum of the two. */
  readonly through: number;
};

/**
 * Reads the parameters of a page from what was asked for.
 *
 * @param list - Names the list and its order, as its cursors do.
 * @param isValue - As `decodeCursor` has it.
 * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another list or order, or beside a page number.
 */
export function pageParameters(
  list: string,
  slice: Slice,
  isValue: (value: string) => boolean,
): PageParameters {
  const skipped = offsetOf(slice);
  const after = slice.cursor === undefined ? undefined : decodeCursor(list, slice.cursor, isValue);
  const rows = slice.limit + 1;
  return { afterValue: after?.value, afterId: after?.id, rows, skipped, through: rows + skipped };
}
