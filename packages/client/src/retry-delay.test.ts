import { expect, test } from "vitest";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import { retryDelayMs } from "./retry-delay.ts";

const least = () => 0;
const most = () => 0.999_999;

test("the window of a query doubles and ends at two seconds", () => {
  expect([1, 2, 3, 4, 5, 50].map((attempt) => retryDelayMs(attempt, 0, most))).toEqual([
    199, 399, 799, 1_599, 1_999, 1_999,
  ]);
  expect(retryDelayMs(2, 0, least)).toBe(0);
});

test("a query never comes back before the server asked", () => {
  expect(retryDelayMs(1, 3_000, least)).toBe(3_000);
  expect(retryDelayMs(1, 3_000, most)).toBe(3_199);
});

test("a stream waits at least half its window, which ends at thirty seconds", () => {
  expect([0, 1, 2, 100].map((failures) => reconnectDelayMs(1_000, failures, 0, least))).toEqual([
    500, 1_000, 2_000, 15_000,
  ]);
  expect(reconnectDelayMs(1_000, 100, 0, most)).toBeLessThan(30_000);
  expect(reconnectDelayMs(1_000, 0, 600_000, least)).toBe(30_500);
});
