import { expect, test } from "vitest";
import { traceBudget } from "./trace-budget.ts";

const taken = (take: (nowMs: number) => boolean, tries: number, nowMs: number): number =>
  Array.from({ length: tries }, () => take(nowMs)).filter(Boolean).length;

test("grants a burst of one second's worth, then no more than that a second", () => {
  const take = traceBudget(10);
  expect(taken(take, 100, 0)).toBe(10);
  expect(taken(take, 100, 500)).toBe(5);
  expect(taken(take, 100, 60_000)).toBe(10);
});

test("grants nothing where nothing is to be recorded", () => {
  expect(taken(traceBudget(0), 10, 1_000)).toBe(0);
});
