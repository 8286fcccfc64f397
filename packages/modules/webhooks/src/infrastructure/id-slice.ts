import { decodeCursor, encodeCursor } from "@ashlar/database";
import { asc, desc, gt, lt, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { ListSlice } from "../application/ports.ts";

/** Where a list in the order of its id begins and how it is ordered and cut. */
export type IdSlice = {
  readonly after: SQL | undefined;
  readonly order: SQL;
  readonly cursorOf: (last: { readonly id: string }) => string;
};

/**
 * Cuts a list that is sorted by its id alone.
 *
 * @param list - Names the list; its cursors are good for it and its order alone.
 * @throws VALIDATION_FAILED naming `cursor` when it is malformed.
 */
export function idSlice(list: string, id: PgColumn, { order, cursor }: ListSlice): IdSlice {
  const name = `${list}.${order}`;
  const key = cursor === undefined ? undefined : decodeCursor(name, cursor, (value) => value === "");
  const isAfter = order === "asc" ? gt : lt;
  return {
    after: key && isAfter(id, key.id),
    order: order === "asc" ? asc(id) : desc(id),
    cursorOf: (last) => encodeCursor(name, { value: "", id: last.id }),
  };
}
