import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../src/index.ts";

let folder: string;
let own: TestDatabase;
let traffic: postgres.Sql;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ashlar-migrations-"));
  own = await testDatabase();
  await own.sql.unsafe("drop schema drizzle cascade; drop schema public cascade; create schema public");
  traffic = postgres(own.url, { max: 6, onnotice: () => undefined });
});
afterEach(async () => {
  await traffic.end({ timeout: 0 });
  await own[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const steps: string[] = [];
/** Adds a migration to the folder and applies it, as the start of a new release does. */
async function release(sql: string, lockTimeoutMs = 200): Promise<void> {
  steps.push(sql);
  await mkdir(join(folder, "meta"), { recursive: true });
  const entries = steps.map((_, idx) => ({
    idx,
    version: "7",
    when: idx + 1,
    tag: `${idx}_step`,
    breakpoints: true,
  }));
  await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify({ entries }));
  await Promise.all(steps.map((text, idx) => writeFile(join(folder, `${idx}_step.sql`), text)));
  await migrate({ url: own.url, folder, lockTimeoutMs });
}
beforeEach(() => {
  steps.length = 0;
});

test("traffic on a table continues between the attempts of a migration, however long that waits", async () => {
  await release("create table items (id integer primary key, n integer not null default 0)");
  await own.sql`insert into items select generate_series(1, 20)`;
  const { promise: leaving, resolve: leave } = Promise.withResolvers<void>();
  // A report that reads the table for a while: no migration of it begins before its end.
  const report = own.sql.begin(async (tx) => {
    await tx`select count(*) from items`;
    await leaving;
  });
  let isOver = false;
  let statements = 0;
  const users = Array.from({ length: 4 }, async (_, user) => {
    while (!isOver) {
      await traffic`update items set n = n + 1 where id = ${user + 1}`;
      statements += 1;
      await wait(1);
    }
  });
  const migrating = release("alter table items add column note text", 200);
  // Three attempts wait, give up and let the others pass: the report that they wait for has not ended.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect.poll(waitingMigrations, { interval: 5, timeout: 30_000 }).toBe(1);
    await expect.poll(waitingMigrations, { interval: 5, timeout: 30_000 }).toBe(0);
    const seen = statements;
    await expect.poll(() => statements, { interval: 5, timeout: 30_000 }).toBeGreaterThan(seen + 8);
  }
  const [column] =
    await traffic`select 1 from information_schema.columns where table_name = 'items' and column_name = 'note'`;
  expect(column).toBeUndefined();
  leave();
  await Promise.all([migrating, report]);
  isOver = true;
  await Promise.all(users);
});

async function waitingMigrations(): Promise<number> {
  const [row] = await own.sql<{ n: number }[]>`
    select count(*)::int as n from pg_locks where not granted and mode = 'AccessExclusiveLock'
      and relation = 'items'::regclass`;
  return row?.n ?? 0;
}

test("a column is renamed while the old and the new version run side by side, and neither fails or loses a value", async () => {
  await release("create table people (id integer primary key, name text not null)");
  await own.sql`insert into people select n, 'p' || n from generate_series(1, 2000) as n`;
  let isOldStopped = false;
  let isOver = false;
  /** What each person is called, as far as their writer was told. */
  const told = new Map<number, string>();
  const oldVersion = async (): Promise<void> => {
    for (let round = 0; !isOldStopped; round += 1) {
      const id = 1 + (round % 500);
      await traffic`update people set name = ${`old ${round}`} where id = ${id}`;
      told.set(id, `old ${round}`);
      const [row] = await traffic`select name from people where id = ${id}`;
      expect(row?.name).toBe(`old ${round}`);
    }
  };
  const newVersion = async (): Promise<void> => {
    for (let round = 0; !isOver; round += 1) {
      const id = 1_001 + (round % 500);
      await traffic`update people set full_name = ${`new ${round}`} where id = ${id}`;
      told.set(id, `new ${round}`);
      const [row] = await traffic`select full_name from people where id = ${id}`;
      expect(row?.full_name).toBe(`new ${round}`);
    }
  };
  const old = oldVersion();

  // Expand: the new column, kept equal to the old one whoever writes which.
  await release(`alter table people add column full_name text;
--> statement-breakpoint
create function people_names() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.full_name := coalesce(new.full_name, new.name);
    new.name := coalesce(new.name, new.full_name);
  elsif new.full_name is distinct from old.full_name then new.name := new.full_name;
  else new.full_name := new.name;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger people_names before insert or update on people for each row execute function people_names()`);
  // Backfill, in batches of their own transactions: a job does this.
  for (let from = 0; from < 2_000; from += 200) {
    await own.sql`update people set full_name = name where id > ${from} and id <= ${from + 200} and full_name is null`;
  }
  await release("alter table people add constraint people_full_name check (full_name is not null) not valid");
  await release("alter table people validate constraint people_full_name");
  // Rolling restart: both versions run, then the new one alone.
  const next = newVersion();
  await wait(200);
  isOldStopped = true;
  await old;
  await wait(100);
  // Contract, one release later.
  await release(`drop trigger people_names on people;
--> statement-breakpoint
alter table people drop column name`);
  await wait(100);
  isOver = true;
  await next;

  expect(told.size).toBeGreaterThan(100);
  const rows = await own.sql<{ id: number; full_name: string }[]>`select id, full_name from people`;
  for (const { id, full_name } of rows) expect(full_name).toBe(told.get(id) ?? `p${id}`);
});
