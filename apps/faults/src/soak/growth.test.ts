import { expect, test } from "vitest";
import { growth } from "./growth.ts";

test("is the slope of the line that fits best", () => {
  expect(
    growth([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBe(2);
  expect(
    growth([
      [0, 5],
      [10, 5],
      [20, 5],
    ]),
  ).toBe(0);
  expect(
    growth([
      [0, 0],
      [1, 2],
      [2, 1],
      [3, 3],
    ]),
  ).toBeCloseTo(0.8);
  expect(growth([])).toBe(0);
});
