import { expect, test } from "vitest";
import type { Spending } from "../src/index.ts";
import { memoryBudgets } from "../src/rate-limits/memory-budgets.ts";

test("strangers with a million addresses take bounded memory, and what ended makes room first", () => {
  const state = { nowMs: 0 };
  const store = memoryBudgets(1_000, () => state.nowMs);
  const spend = (key: string): number => (store.spend(key, 60) as Spending).spent;
  for (let key = 0; key < 1_000; key += 1) spend(`old${key}`);
  state.nowMs = 59_000;
  for (let key = 0; key < 10; key += 1) spend(`new${key}`);
  // Ten of the oldest made room; what came later still counts.
  expect(spend("old999")).toBe(2);
  state.nowMs = 61_000;
  for (let key = 0; key < 500; key += 1) spend(`newer${key}`);
  expect(spend("new0")).toBe(2);
  expect(spend("old999")).toBe(1);
});
