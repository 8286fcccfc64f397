import { expect, test } from "vitest";
import { semaphore } from "./semaphore.ts";
import { Unavailable } from "./unavailable.ts";

test("never runs more than it may, and runs all", async () => {
  const gate = semaphore(2, 100);
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 50 }, () => gate.run(work)));
  expect(most).toBe(2);
});

test("refuses at once when the queue is full", async () => {
  const gate = semaphore(1, 1);
  const release = Promise.withResolvers<void>();
  const first = gate.run(() => release.promise);
  const second = gate.run(async () => "second");
  await expect(gate.run(async () => "third")).rejects.toBeInstanceOf(Unavailable);
  release.resolve();
  await first;
  expect(await second).toBe("second");
});

test("gives the place back after a failure", async () => {
  const gate = semaphore(1, 0);
  await expect(gate.run(() => Promise.reject(new Error("x")))).rejects.toThrow("x");
  expect(await gate.run(async () => 1)).toBe(1);
});
