import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { concurrencyLimit } from "./concurrency-limit.ts";

/** Keeps the event loop from its next turn. */
function occupy(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}

/** Looks at the loop once, while it is kept from it for so long. */
async function probed({ watch }: { readonly watch: () => void }, occupiedMs = 0): Promise<void> {
  watch();
  occupy(occupiedMs);
  await wait(10);
}

test("falls with a late event loop, in proportion and by half at most, and never to nothing", async () => {
  const limit = concurrencyLimit(256, () => undefined);
  expect(limit.now()).toBe(256);
  await probed(limit, 45);
  expect(limit.now()).toBeLessThan(256);
  expect(limit.now()).toBeGreaterThanOrEqual(128);
  for (let turn = 0; turn < 10; turn += 1) await probed(limit, 100);
  expect(limit.now()).toBe(32);
});

test("rises again when the loop is punctual, says so, and stops where it began", async () => {
  let rises = 0;
  const limit = concurrencyLimit(90, () => {
    rises += 1;
  });
  for (let turn = 0; turn < 5; turn += 1) await probed(limit, 100);
  expect(limit.now()).toBe(32);
  expect(rises).toBe(0);
  // Other tests may make a turn late now and then.
  for (let turn = 0; turn < 1_000 && limit.now() < 90; turn += 1) await probed(limit);
  expect(limit.now()).toBe(90);
  expect(rises).toBeGreaterThan(5);
});

test("stays as low as it was asked to be", async () => {
  const limit = concurrencyLimit(2, () => undefined);
  for (let turn = 0; turn < 3; turn += 1) await probed(limit, 100);
  expect(limit.now()).toBe(2);
});
