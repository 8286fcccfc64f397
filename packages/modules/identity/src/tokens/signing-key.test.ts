import { expect, test } from "vitest";
import { keyRing } from "./signing-key.ts";

const day = (count: number): Date => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000);
const key = (kid: string, signsFromDay: number) => ({ kid, signsFrom: day(signsFromDay) });
const ring = (keys: readonly ReturnType<typeof key>[], at: Date) => {
  const { current, published, retired, nextSignsFrom } = keyRing(keys, at);
  return { current: current?.kid, published: published.map(({ kid }) => kid), retired, nextSignsFrom };
};

test("makes the first key at once", () => {
  expect(ring([], day(0))).toEqual({
    current: undefined,
    published: [],
    retired: [],
    nextSignsFrom: day(0),
  });
});

test("announces the next key a day before it signs, and makes only one", () => {
  expect(ring([key("a", 0)], day(28.9)).nextSignsFrom).toBeNull();
  expect(ring([key("a", 0)], day(29)).nextSignsFrom).toEqual(day(30));
  expect(ring([key("a", 0), key("b", 30)], day(29.5))).toEqual({
    current: "a",
    published: ["a", "b"],
    retired: [],
    nextSignsFrom: null,
  });
});

test("publishes the previous key for a day after it last signed", () => {
  const keys = [key("b", 30), key("a", 0)];
  expect(ring(keys, day(30.9))).toMatchObject({ current: "b", published: ["a", "b"], retired: [] });
  expect(ring(keys, day(31))).toMatchObject({ current: "b", published: ["b"], retired: ["a"] });
});

test("after a pause of the service announces the new key first, and signs with the old one meanwhile", () => {
  expect(ring([key("a", 0)], day(100))).toMatchObject({ current: "a", nextSignsFrom: day(101) });
});
