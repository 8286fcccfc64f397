import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import type { DatabaseConnection } from "@ashlar/database";
import type { TestDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Cache } from "../src/index.ts";
import { asCaller, cacheProcess, numberInDatabase } from "./cache-on-test.ts";

const numbers = pgTable("numbers", { id: integer().primaryKey(), value: integer().notNull() });
const kept = { key: "number:1", tags: ["number:1"] };

let database: TestDatabase;
beforeAll(async () => {
  database = await numberInDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.sql`update numbers set value = 0`;
});

type Process = { readonly database: DatabaseConnection; readonly cache: Cache };

const stored = async ({ database: { read } }: Process): Promise<number | undefined> =>
  (await read.select({ value: numbers.value }).from(numbers))[0]?.value;
const read = (process: Process): Promise<number | undefined> =>
  process.cache.through(kept, () => stored(process));
const write = (process: Process, value: number, how: "withCommit" | "afterCommit" = "withCommit") =>
  process.database.transact(async (tx) => {
    await tx.update(numbers).set({ value });
    await process.cache[how](tx, kept.tags);
  });

test("100 callers that miss at the same time cause one query", async () => {
  await using process = await cacheProcess(database.url);
  const before = process.database.stats().read.statements;
  const values = await Promise.all(Array.from({ length: 100 }, () => read(process)));
  expect(new Set(values)).toEqual(new Set([0]));
  expect(process.database.stats().read.statements - before).toBe(1);
  expect(process.cache.stats()).toMatchObject({ hits: 99, misses: 1, sharedHits: 0, changes: 0 });
  await write(process, 0);
  await expect.poll(() => process.cache.stats().changes).toBe(2 * kept.tags.length);
});

test.each(["withCommit", "afterCommit"] as const)(
  "a change announced %s is seen at once where it was made, and in a moment everywhere",
  async (how) => {
    await using here = await cacheProcess(database.url);
    await using there = await cacheProcess(database.url);
    for (let value = 1; value <= 20; value += 1) {
      await Promise.all([read(here), read(there)]);
      await write(here, value, how);
      expect(await read(here)).toBe(value);
      await expect.poll(() => read(there), { interval: 2, timeout: 5_000 }).toBe(value);
    }
  },
);

test("a rolled back change ends nothing", async () => {
  await using process = await cacheProcess(database.url);
  await read(process);
  const before = process.cache.stats();
  const failing = process.database.transact(async (tx) => {
    await process.cache.withCommit(tx, kept.tags);
    process.cache.afterCommit(tx, kept.tags);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await read(process);
  expect(process.cache.stats().misses).toBe(before.misses);
});

test("a read that began before the commit does not bring the old value back", async () => {
  await using here = await cacheProcess(database.url);
  await using there = await cacheProcess(database.url);
  for (const process of [here, there]) {
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const slow = process.cache.through(kept, async () => {
      const value = await stored(process);
      begun.resolve();
      await mayEnd.promise;
      return value;
    });
    await begun.promise;
    const next = ((await stored(here)) ?? 0) + 1;
    await write(here, next);
    // Whoever asks once the change was heard neither waits for the old read nor gets what it found.
    const readSoon = () => Promise.race([read(process), wait(50)]);
    await expect.poll(readSoon, { interval: 2, timeout: 5_000 }).toBe(next);
    mayEnd.resolve();
    expect(await slow).toBe(next - 1);
    expect(await read(process)).toBe(next);
  }
});

test("a process that dies right after its commit has told the others", async () => {
  await using there = await cacheProcess(database.url);
  await read(there);
  // What a process that is gone leaves behind: its commit, and nothing that it would have done after it.
  await using here = await cacheProcess(database.url);
  await here.database.transact(async (tx) => {
    await tx.update(numbers).set({ value: 7 });
    await here.cache.withCommit(tx, kept.tags);
    await here.cache.close();
  });
  await expect.poll(() => read(there), { interval: 5, timeout: 5_000 }).toBe(7);
});

test("a change that nobody announced is seen when its time is over", async () => {
  await using process = await cacheProcess(database.url, { ttlMs: 300 });
  await read(process);
  await database.sql`update numbers set value = 9`;
  expect(await read(process)).toBe(0);
  await expect.poll(() => read(process), { timeout: 5_000 }).toBe(9);
});

test("while changes cannot be heard every read is the database's, and what was kept is forgotten", async () => {
  await using process = await cacheProcess(database.url);
  await read(process);
  await database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen%'`;
  await database.sql`update numbers set value = 5`;
  await expect.poll(() => read(process), { interval: 2, timeout: 5_000 }).toBe(5);
  await expect
    .poll(async () => {
      const before = process.cache.stats().hits;
      await read(process);
      return process.cache.stats().hits - before;
    })
    .toBe(1);
});

test("a caller that has committed lately reads past the cache; one of long ago does not", async () => {
  await using process = await cacheProcess(database.url);
  await read(process);
  await database.sql`update numbers set value = 3`;
  const ago = (ms: number) => ({ positionBytes: null, committedAtMs: Date.now() - ms });
  expect(await asCaller(ago(1_000), () => read(process))).toBe(3);
  expect(await asCaller(ago(60_000), () => read(process))).toBe(0);
  // Of one nothing is known; the other has written nothing.
  expect(await asCaller({ positionBytes: null, committedAtMs: null }, () => read(process))).toBe(3);
  expect(await asCaller({ positionBytes: 0n, committedAtMs: null }, () => read(process))).toBe(0);
});

test("under changes from two processes nobody reads a value older than one whose change he has heard", async () => {
  await using here = await cacheProcess(database.url);
  await using there = await cacheProcess(database.url);
  let isOver = false;
  const reading = [here, there].map(async (process) => {
    let last = 0;
    while (!isOver) {
      const value = (await read(process)) ?? -1;
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
      // Hits alone never let the process hear anything.
      await turn();
    }
    return last;
  });
  for (let value = 1; value <= 200; value += 1) {
    const process = value % 2 === 0 ? here : there;
    await process.database.transact(async (tx) => {
      await tx.update(numbers).set({ value: sql`${numbers.value} + 1` });
      await process.cache.withCommit(tx, kept.tags);
    });
    expect(await read(process)).toBe(value);
  }
  isOver = true;
  await Promise.all(reading);
});

test("what a read throws reaches every caller as it is, and is not kept", async () => {
  await using process = await cacheProcess(database.url);
  const failure = new RangeError("no");
  const failing = () => process.cache.through(kept, () => Promise.reject(failure));
  const outcomes = await Promise.allSettled([failing(), failing()]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: failure });
  expect(await read(process)).toBe(0);
});
