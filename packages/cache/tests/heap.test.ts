import { setTimeout as wait } from "node:timers/promises";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { estimatedBytes } from "../src/estimated-bytes.ts";
import { memoryLevel } from "../src/memory-level.ts";

setFlagsFromString("--expose-gc");
// Sound: this is what V8 puts there with the flag.
const collectGarbage = runInNewContext("gc") as () => void;

async function usedBytes(): Promise<number> {
  // What is over is let go of by timers that have yet to run.
  await wait(10);
  collectGarbage();
  return getHeapStatistics().used_heap_size;
}

/** A string of its own, as a driver makes it from what the database sent. */
const text = (letters: number, letter = "a"): string => Buffer.from(letter.repeat(letters)).toString();

const post = (body: string) => ({
  id: text(36),
  slug: text(40),
  title: text(60),
  body,
  status: text(9),
  createdAt: new Date(Date.UTC(2026, 0, 1)),
  publishedAt: null,
  version: 3,
  author: { id: text(36), name: text(12) },
});
const page = (body: () => string) => ({
  items: Array.from({ length: 20 }, () => post(body())),
  nextCursor: text(60),
  total: 4_000,
});

const kinds: readonly (readonly [string, number, () => unknown])[] = [
  ["pages of long posts", 20, () => page(() => text(50_000))],
  ["pages of long posts in Cyrillic", 20, () => page(() => text(25_000, "ж"))],
  ["pages of short posts", 300, () => page(() => text(100))],
  ["single posts", 5_000, () => post(text(200))],
  ["numbers", 2_000, () => Array.from({ length: 200 }, (_, index) => index + 0.5)],
  ["dates", 20_000, () => new Date(2026, 0, 1)],
  ["maps", 5_000, () => new Map(Array.from({ length: 10 }, (_, index) => [index, index + 0.5]))],
];

test.each(kinds)(
  "%s take no more than estimated, and no less than a quarter of it",
  async (_, count, make) => {
    // Filled, so that what grows is the values alone.
    const held: unknown[] = new Array(count).fill(null);
    const before = await usedBytes();
    for (let index = 0; index < count; index += 1) held[index] = make();
    const grownBytes = (await usedBytes()) - before;
    let estimated = 0;
    for (const value of held) estimated += estimatedBytes(value);
    expect(grownBytes).toBeLessThan(estimated);
    expect(grownBytes).toBeGreaterThan(estimated / 4);
  },
);

test.each([
  ["nothing under short names", 10, () => null],
  ["nothing under long names", 1_000, () => null],
  ["pages of short posts", 100, () => page(() => text(100))],
])(
  "a level full of %s takes no more than its bound, and no less than a quarter of it",
  async (_, nameLetters, make) => {
    const maximumBytes = 16 * 2 ** 20;
    const level = memoryLevel(maximumBytes, 60_000);
    const before = await usedBytes();
    for (let index = 0; level.heldBytes() < 0.99 * maximumBytes; index += 1) {
      await level.getOrRead(`${text(nameLetters)} ${index}`, async () => make());
    }
    const grownBytes = (await usedBytes()) - before;
    expect(grownBytes).toBeLessThan(maximumBytes);
    expect(grownBytes).toBeGreaterThan(maximumBytes / 4);
    expect(level.heldBytes()).toBeLessThanOrEqual(maximumBytes);
  },
);
