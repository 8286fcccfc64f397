import { listOf, query } from "@ashlar/contracts";
import { expect, test } from "vitest";
import { z } from "zod";
import { InvalidInput } from "./refusals.ts";
import { type CursorSeal, listCursors } from "./sealed-cursors.ts";

const Item = z.object({ name: z.string() });
const list = query("GET /items", {
  summary: "Lists.",
  access: "public",
  ...listOf(Item, { sort: ["name"] }),
});
const single = query("GET /items/{id}", {
  summary: "Reads.",
  access: "public",
  input: z.strictObject({ id: z.string() }),
  output: Item,
});

/** Stands for a real seal: it shows what was bound together. */
const seal: CursorSeal = {
  seal: (cursor, place) => `${place}|${cursor}`,
  open: (sealed, place) => {
    if (!sealed.startsWith(`${place}|`)) throw new Error("foreign");
    return sealed.slice(place.length + 1);
  },
};
const keyed = async () => seal;

test("a cursor goes out sealed and comes back as it was", async () => {
  const cursors = listCursors("items.list", list, keyed);
  const answer = { items: [], page: { limit: 1, hasNext: true, hasPrevious: false, nextCursor: "after b" } };
  const sealed = await cursors?.sealed(answer);
  expect(sealed).toMatchObject({ items: [], page: { limit: 1, nextCursor: "cursor of items.list|after b" } });
  const given = { limit: 1, cursor: "cursor of items.list|after b" };
  expect(await cursors?.opened(given)).toEqual({ limit: 1, cursor: "after b" });
});

test.each(["after b", "cursor of other.list|after b", "x".repeat(1_001)])(
  "a cursor that was not sealed for the list is refused by its field: %.20s",
  async (cursor) => {
    const error = await listCursors("items.list", list, keyed)
      ?.opened({ cursor })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(error).toMatchObject({ issues: [{ field: "cursor", constraint: "cursor" }] });
  },
);

test("an input without a cursor, and one of a wrong type, are left to the schema", async () => {
  const cursors = listCursors("items.list", list, keyed);
  for (const input of [undefined, null, {}, { cursor: 7 }, "text"])
    expect(await cursors?.opened(input)).toBe(input);
});

test("an entry that is no list has no cursors", () => {
  expect(listCursors("items.get", single, keyed)).toBeNull();
});
