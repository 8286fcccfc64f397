import type { Slice } from "@ashlar/kernel";
import { invalidCursor } from "./invalid-cursor.ts";

/**
 * Rows to skip before a numbered page; 0 otherwise.
 *
 * @throws VALIDATION_FAILED naming `cursor` when both a page and a cursor are given.
 */
export function offsetOf({ limit, page, cursor }: Slice): number {
  if (page === undefined) return 0;
  if (cursor !== undefined) throw invalidCursor();
  return (page - 1) * limit;
}
