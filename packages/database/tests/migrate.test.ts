import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MigrationDrift, migrate } from "../src/index.ts";

let folder: string;
let own: TestDatabase;
const run = (options: { readonly lockTimeoutMs?: number } = {}) =>
  migrate({ url: own.url, folder, ...options });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ashlar-migrations-"));
  own = await testDatabase();
  await own.sql.unsafe(
    "drop schema if exists drizzle cascade; drop schema public cascade; create schema public",
  );
});
afterEach(async () => {
  await own[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function write(...files: readonly string[]): Promise<void> {
  await mkdir(join(folder, "meta"), { recursive: true });
  const entries = files.map((_, index) => ({
    idx: index,
    version: "7",
    when: index + 1,
    tag: `000${index}_step`,
    breakpoints: true,
  }));
  await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify({ entries }));
  await Promise.all(files.map((sql, index) => writeFile(join(folder, `000${index}_step.sql`), sql)));
}

const one = 'create table one (id int);\n--> statement-breakpoint\ncreate index "one_idx" on one (id);';

test("applies what is missing, in order, and nothing twice", async () => {
  await write(one);
  expect(await run()).toEqual(["0000_step"]);
  await write(one, "alter table one add column note text");
  expect(await run()).toEqual(["0001_step"]);
  expect(await run()).toEqual([]);
});

test("waits for no other process that migrates when there is nothing to do", async () => {
  await write(one);
  await run();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  const holder = own.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(4915207331)`;
    holding.resolve();
    await released;
  });
  await holding.promise;
  try {
    expect(await migrate({ url: own.url, folder, patienceMs: 0 })).toEqual([]);
    await write(one, "alter table one add column note text");
    await expect(migrate({ url: own.url, folder, patienceMs: 0 })).rejects.toThrow("Another process");
  } finally {
    release();
    await holder;
  }
});

test("concurrent callers apply each migration once, and all return when it is done", async () => {
  await write(one, "insert into one select generate_series(1, 3)", "select pg_sleep(0.1)");
  const applied = await Promise.all(Array.from({ length: 5 }, () => run()));
  expect(applied.flat()).toEqual(["0000_step", "0001_step", "0002_step"]);
  expect(await own.sql`select count(*)::int as n from one`).toEqual([{ n: 3 }]);
});

test("a migration that fails leaves nothing of itself, and says which it was", async () => {
  await write(one, "create table two (id int);\n--> statement-breakpoint\nselect nothing from nowhere;");
  await expect(run()).rejects.toThrow(/0001_step.*nowhere/s);
  expect(await own.sql`select to_regclass('two') as two, to_regclass('one')::text as one`).toEqual([
    { two: null, one: "one" },
  ]);
  await write(one, "create table two (id int)");
  expect(await run()).toEqual(["0001_step"]);
});

test("refuses a file that was changed after it was applied, and a database that is ahead", async () => {
  await write(one, "create table two (id int)");
  await run();
  await write(one, "create table two (id bigint)");
  await expect(run()).rejects.toThrow(MigrationDrift);
  await expect(run()).rejects.toThrow("0001_step");
  await write(one);
  await expect(run()).rejects.toThrow(/ahead/);
});

test("builds an index concurrently outside a transaction, over an invalid one left by a failed attempt", async () => {
  await write("create table one (id int); insert into one values (1), (1);");
  await run();
  const build = 'create unique index concurrently if not exists "one_key" on "one" ("id")';
  await write("create table one (id int); insert into one values (1), (1);", build);
  await expect(run()).rejects.toThrow("0001_step");
  await own.sql`delete from one where ctid = (select min(ctid) from one)`;
  expect(await run()).toEqual(["0001_step"]);
  const [index] = await own.sql`select indisvalid from pg_index where indexrelid = 'one_key'::regclass`;
  expect(index).toEqual({ indisvalid: true });
});

test("lets a lock go that it cannot have at once, and gets it later", async () => {
  await write(one);
  await run();
  await write(one, "alter table one add column note text");
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holder = own.sql.begin(async (tx) => {
    await tx`lock table one in access share mode`;
    await released;
  });
  setTimeout(release, 300);
  expect(await run({ lockTimeoutMs: 50 })).toEqual(["0001_step"]);
  await holder;
});
