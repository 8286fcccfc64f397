import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";

type Queue = {
  readonly length: number;
  readonly push: (item: number) => number;
  readonly shift: () => number | undefined;
  readonly remove: (item: number) => number | null;
};

const driver = fileURLToPath(import.meta.resolve("postgres"));
const { default: queueOf }: { default: (initial: number[]) => Queue } = await import(
  new URL("queue.js", pathToFileURL(driver)).href
);

/** A list whose descendants tell how long the longest of them became. */
class Watched extends Array<number> {
  static longest = 0;
  override push(...items: number[]): number {
    const length = super.push(...items);
    Watched.longest = Math.max(Watched.longest, length);
    return length;
  }
}

test("a queue that is never empty stays as short as what is in it", () => {
  // Under load the driver's queue of busy connections always holds one, and every statement goes through it.
  const queue = queueOf(Watched.of(1, 2, 3) as number[]);
  for (let turn = 0; turn < 10_000; turn += 1) queue.push(queue.shift() ?? 0);
  expect(queue.length).toBe(3);
  expect(Watched.longest).toBeGreaterThan(3);
  expect(Watched.longest).toBeLessThan(100);
});

test("a queue keeps its order and lets anything leave it, whatever has gone before", () => {
  const queue = queueOf([]);
  const expected: number[] = [];
  for (let turn = 0; turn < 5_000; turn += 1) {
    queue.push(turn);
    expected.push(turn);
    if (turn % 3 === 0) expect(queue.shift()).toBe(expected.shift());
    if (turn % 7 === 0) {
      const middle = expected[Math.floor(expected.length / 2)] ?? -1;
      expect(queue.remove(middle)).toBe(expected.includes(middle) ? middle : null);
      if (expected.includes(middle)) expected.splice(expected.indexOf(middle), 1);
    }
    expect(queue.length).toBe(expected.length);
  }
  expect(queue.remove(-7)).toBeNull();
  for (const item of expected) expect(queue.shift()).toBe(item);
});
