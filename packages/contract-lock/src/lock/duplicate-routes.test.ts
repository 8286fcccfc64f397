import { expect, test } from "vitest";
import { duplicateRoutes } from "./duplicate-routes.ts";

test.each([
  ["GET /posts", "GET /posts", true],
  ["GET /posts/{id}", "GET /posts/{slug}", true],
  ["GET /users/{userId}/posts/{id}", "GET /users/{id}/posts/{postId}", true],
  ["GET /posts", "GET /posts/", true],
  ["GET /posts/{id}", "POST /posts/{id}", false],
  ["GET /posts/{id}", "GET /posts/search", false],
  ["GET /posts/{id}", "GET /posts/{id}/author", false],
  ["GET /posts", "GET /Posts", false],
])("%s and %s are one route: %s", (first, second, isOne) => {
  const found = duplicateRoutes([
    ["things.one", first],
    ["things.other", second],
  ]);
  expect(found).toEqual(
    isOne
      ? [`things.other: ${second} is the route of things.one too; give one of them another method or path`]
      : [],
  );
});
