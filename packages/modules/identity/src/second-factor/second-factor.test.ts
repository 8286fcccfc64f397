import { expect, test } from "vitest";
import { isUnusedStep, recoveryLetters, stepsAround } from "./second-factor.ts";

test("takes the code of this half minute and of one before and after", () => {
  expect(stepsAround(new Date(59_999))).toEqual([0, 1, 2]);
  expect(stepsAround(new Date(60_000))).toEqual([1, 2, 3]);
});

test("takes no step twice, nor one before a used one", () => {
  expect([4, 5, 6].map((step) => isUnusedStep({ lastStep: 5 }, step))).toEqual([false, false, true]);
  expect(isUnusedStep({ lastStep: null }, 0)).toBe(true);
});

test("compares recovery codes by their letters", () => {
  expect(recoveryLetters(" ABCDEF-ghij kl ")).toBe("abcdefghijkl");
});
