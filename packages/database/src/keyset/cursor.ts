import { isUuid } from "@ashlar/kernel";
import { invalidCursor } from "./invalid-cursor.ts";

/** The last row of a page: its sort value as text, and its id, which breaks ties. */
export type CursorKey = { readonly value: string; readonly id: string };

/**
 * Writes a key as an opaque cursor: base64url of `[list, value, id]`.
 *
 * @param list - Names the list and its order, such as `posts.createdAt.desc`; a cursor is good for that list alone.
 */
export const encodeCursor = (list: string, { value, id }: CursorKey): string =>
  Buffer.from(JSON.stringify([list, value, id]), "utf8").toString("base64url");

/**
 * Reads a cursor back.
 *
 * @param isValue - Whether the database can compare the text with the sort column; what it refuses never
 *   becomes a query parameter.
 * @throws VALIDATION_FAILED naming `cursor`, when it is malformed or belongs to another list or order.
 */
export function decodeCursor(list: string, cursor: string, isValue: (value: string) => boolean): CursorKey {
  const [of, value, id] = parts(cursor);
  if (of !== list || typeof value !== "string" || typeof id !== "string") throw invalidCursor();
  if (!isUuid(id) || value.includes("\u0000") || !value.isWellFormed() || !isValue(value))
    throw invalidCursor();
  return { value, id };
}

function parts(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parsed) && parsed.length === 3 ? parsed : [];
  } catch (cause) {
    throw invalidCursor({ cause });
  }
}
