import { expect, test } from "vitest";
import { memoryLevel } from "./memory-level.ts";

const mebibyte = 2 ** 20;
const letters = (count: number) => "a".repeat(count);
const forbidden = () => Promise.reject(new Error("It was kept."));

test("holds no more than its bound, and lets go of what is used least", async () => {
  const level = memoryLevel(mebibyte, 60_000);
  for (let number = 0; number < 100; number += 1) {
    await level.getOrRead(`value ${number}`, async () => letters(10_000));
    await level.getOrRead("value 0", forbidden);
    expect(level.heldBytes()).toBeLessThanOrEqual(mebibyte);
  }
  expect(level.heldBytes()).toBeGreaterThan(0.9 * mebibyte);
  await level.getOrRead("value 99", forbidden);
  expect(await level.getOrRead("value 1", async () => "again")).toBe("again");
});

test("answers a value above a sixteenth of its bound to all who wait for one read, and keeps nothing of it", async () => {
  const level = memoryLevel(mebibyte, 60_000);
  const mayEnd = Promise.withResolvers<void>();
  let reads = 0;
  const read = async () => {
    reads += 1;
    await mayEnd.promise;
    return letters(40_000);
  };
  const answers = Array.from({ length: 100 }, () => level.getOrRead("large", read));
  mayEnd.resolve();
  expect(new Set(await Promise.all(answers))).toEqual(new Set([letters(40_000)]));
  expect([reads, level.heldBytes()]).toEqual([1, 0]);
  await level.getOrRead("large", read);
  expect(reads).toBe(2);
});
