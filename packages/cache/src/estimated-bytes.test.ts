import { expect, test } from "vitest";
import { estimatedBytes } from "./estimated-bytes.ts";

test("counts letters, and what a value holds however deep", () => {
  const letters = "a".repeat(1_000);
  const values = [letters, [letters], { a: { b: [letters] } }, new Map([["key", new Set([letters])]])];
  for (const value of values) {
    expect(estimatedBytes(value)).toBeGreaterThan(2_000);
    expect(estimatedBytes(value)).toBeLessThan(2_500);
  }
  for (const value of [null, undefined, true]) expect(estimatedBytes(value)).toBe(0);
});

test("counts once what parts share, also where they hold one another", () => {
  const author = { name: "a".repeat(1_000), friends: new Set<object>() };
  author.friends.add(author);
  const [one, two] = [estimatedBytes([author]), estimatedBytes([author, author])];
  expect(two - one).toBeLessThan(50);
});
