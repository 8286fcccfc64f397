import { invalidCursor } from "./invalid-cursor.ts";

/** Which part of a list is asked for; the fields of the contract's list input. */
export type Slice = {
  /** 1–100. */
  readonly limit: number;
  /** From 1; not together with `cursor`. */
  readonly page?: number | undefined;
  readonly cursor?: string | undefined;
};

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
