import { expect, test } from "vitest";
import { isUuid, uuidV7 } from "./uuid-v7.ts";

test("makes a version 7 UUID that carries its millisecond", () => {
  const nowMs = Date.now() + 60_000;
  const id = uuidV7(nowMs);
  expect(isUuid(id)).toBe(true);
  expect(id[14]).toBe("7");
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(nowMs);
});

test("strictly increases within a millisecond, past the counter, and when the clock steps back", () => {
  const nowMs = Date.now() + 120_000;
  const ids = Array.from({ length: 10_000 }, (_, index) => uuidV7(nowMs - (index % 3)));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
