import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import type { PostList } from "../application/ports.ts";
import { shapeKeyOf, shapeOf } from "./post-list-shape.ts";

const groups: readonly PostList["groups"][] = [
  [{ status: "published", authorId: null }],
  [{ status: "published", authorId: "ann" }],
  [{ status: "draft", authorId: null }],
  [
    { status: "published", authorId: null },
    { status: "draft", authorId: "bob" },
  ],
];
const pages: readonly Pick<PostList, "limit" | "page" | "cursor">[] = [
  { limit: 20 },
  { limit: 21 },
  { limit: 22 },
  { limit: 50 },
  { limit: 20, cursor: "one" },
  { limit: 20, cursor: "two" },
  { limit: 20, page: 1 },
  { limit: 50, page: 2 },
];
const lists: PostList[] = groups.flatMap((group) =>
  pages.flatMap((page) =>
    (["createdAt", "publishedAt"] as const).flatMap((sort) =>
      (["asc", "desc"] as const).flatMap((order) =>
        [undefined, "one", "two"].flatMap((words) =>
          [true, false].map((withAuthor) => ({ ...page, groups: group, sort, order, words, withAuthor })),
        ),
      ),
    ),
  ),
);

it("gives two lists the same key exactly when they have the same shape", () => {
  const shapes = new Map<string, ReturnType<typeof shapeOf>>();
  for (const list of lists) {
    const key = shapeKeyOf(list);
    const shape = shapeOf(list);
    const known = shapes.get(key) ?? shape;
    expect(shape).toEqual(known);
    shapes.set(key, known);
  }
  const distinct: unknown[] = [];
  for (const shape of shapes.values()) {
    if (!distinct.some((other) => isDeepStrictEqual(other, shape))) distinct.push(shape);
  }
  expect(shapes.size).toBe(distinct.length);
});

it("keeps the values of a caller out of the statement's shape", () => {
  const shapes = JSON.stringify(lists.map(shapeOf));
  for (const value of ["ann", "bob", "one", "two"]) expect(shapes).not.toContain(`"${value}"`);
});
