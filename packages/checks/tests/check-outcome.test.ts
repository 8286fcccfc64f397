import { expect, test } from "vitest";
import { checkOutcome } from "../src/check-outcome.ts";

test.each([
  ["all passed", " Tasks:    10 successful, 10 total\nCached:    3 cached, 10 total", 0, [10, 0]],
  ["some failed", " Tasks:    8 successful, 10 total", 1, [8, 2]],
  ["fewer were run than there are", " Tasks:    9 successful, 9 total", 0, [0, 10]],
  ["none was run", "No tasks were executed as part of this run.\n Tasks: 0 successful, 0 total", 0, [0, 10]],
  ["nothing was printed", "", 0, [0, 10]],
  ["turbo itself failed after them", " Tasks:    10 successful, 10 total", 1, [10, 1]],
  ["turbo was killed", "", null, [0, 10]],
] as const)("when %s", (_, printed, exitCode, [passed, failed]) => {
  expect(checkOutcome(printed, 10, exitCode)).toEqual({ passed, failed });
});
