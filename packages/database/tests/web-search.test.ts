import { testDatabase } from "@ashlar/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { webSearch } from "../src/index.ts";

test.each([
  ["red chairs", "red chairs"],
  ['"red chairs" -table or bench', '"red chairs" -table or bench'],
  ["-".repeat(33), ""],
  [`${"- ".repeat(40)}chair`, "-chair"],
  [`${"-".repeat(40)}"red chair"`, '-"red chair"'],
  ['"" "-" -"" chair', "chair"],
  ['"never closed', '"never closed"'],
  ["well-known", "well-known"],
  ["  \t ", ""],
])("rewrites %j", (text, rewritten) => {
  expect(webSearch(text)).toBe(rewritten);
});

const pieces = fc.constantFrom(
  "-",
  "--",
  '"',
  '""',
  " ",
  "or",
  "OR",
  "and",
  "not",
  "!",
  "&",
  "|",
  "<->",
  "(",
  ")",
  ":",
  ":*",
  "'",
  "''",
  "\\",
  "%",
  "*",
  "chair",
  "ё",
  "桌子",
  "كرسي",
  "e\u0301",
  "🪑",
  "a-b-c",
  "x".repeat(60),
  "1e9",
  "\u200d",
  "\u00ad",
  "@",
  "http://a.b/c?d=e",
);
const anything = fc.oneof(
  fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join("").slice(0, 200)),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  pieces.map((piece) => piece.repeat(200).slice(0, 200)),
);

test("PostgreSQL reads whatever is typed, in every configuration that a search uses", async () => {
  await using database = await testDatabase();
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      const words = webSearch(text.replaceAll("\u0000", "").toWellFormed());
      const rows = await database.sql`
        select websearch_to_tsquery('english', ${words}) as web, plainto_tsquery('simple', ${words}) as plain`;
      expect(rows).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
});
