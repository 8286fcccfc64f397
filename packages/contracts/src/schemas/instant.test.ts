import { expect, test } from "vitest";
import { Instant } from "./instant.ts";

test.each(["0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])(
  "takes %s and changes nothing of it",
  (text) => {
    expect(Instant.parse(new Date(text)).toISOString()).toBe(text);
  },
);

test.each([
  ["a millisecond before year 1", new Date(Date.parse("0001-01-01T00:00:00.000Z") - 1)],
  ["a millisecond after year 9999", new Date(Date.parse("9999-12-31T23:59:59.999Z") + 1)],
  ["the first date of PostgreSQL", new Date("-004713-11-24T00:00:00.000Z")],
  ["the first date there is", new Date(-8.64e15)],
  ["the last date there is", new Date(8.64e15)],
  ["a date that is none", new Date(Number.NaN)],
  ["a text", "2026-01-01T00:00:00.000Z"],
  ["a number", 0],
  ["null", null],
])("refuses %s", (_what, value) => {
  expect(Instant.safeParse(value).success).toBe(false);
});

test("says which end was passed", () => {
  const messageOf = (at: Date) => Instant.safeParse(at).error?.issues[0]?.message;
  expect([messageOf(new Date(-8.64e15)), messageOf(new Date(8.64e15))]).toEqual([
    "must not be before year 1",
    "must not be after year 9999",
  ]);
});
