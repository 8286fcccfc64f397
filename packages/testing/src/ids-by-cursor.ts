import type { Paged } from "@ashlar/kernel";
import { expect } from "vitest";

/** Follows cursors through a whole list; what each page says of itself must be so. @returns the ids, in order. */
export async function idsByCursor(
  read: (cursor: string | undefined) => Promise<Paged<{ readonly id: string }>>,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, page } = await read(cursor);
    expect(page.hasPrevious).toBe(cursor !== undefined);
    expect(page.hasNext).toBe(page.nextCursor !== undefined);
    if (page.hasNext) expect(items).toHaveLength(page.limit);
    ids.push(...items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}
