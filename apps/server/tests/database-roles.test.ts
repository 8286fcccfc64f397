import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { migrate } from "@ashlar/database";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrationsFolder } from "../src/migrations-folder.ts";
import { startServerProcess } from "./server-process.ts";

const roles = readFileSync(resolve(import.meta.dirname, "../deploy/roles.sql"), "utf8");
let own: TestDatabase;
let app: postgres.Sql;
let retention: postgres.Sql;

const urlAs = (role: string, of = own.url): string => {
  const url = new URL(of);
  url.username = role;
  url.password = "secret";
  return url.href;
};
const entry = `insert into audit_entries (id, at, action, via, subject_kind, subject_id, details)
  values (gen_random_uuid(), now() - interval '1 year', 'test.done', 'system', 'user', 'x', '{}')`;

beforeAll(async () => {
  own = await testDatabase();
  await own.sql.unsafe(roles);
  for (const role of ["ashlar_owner", "ashlar_app", "ashlar_retention"])
    await own.sql.unsafe(`alter role ${role} login password 'secret'`);
  app = postgres(urlAs("ashlar_app"), { max: 1, onnotice: () => undefined });
  retention = postgres(urlAs("ashlar_retention"), { max: 1, onnotice: () => undefined });
  await app.unsafe(entry);
});
afterAll(async () => {
  await Promise.all([app.end({ timeout: 0 }), retention.end({ timeout: 0 })]);
  await own[Symbol.asyncDispose]();
});

test.each([
  "update audit_entries set action = 'other'",
  "delete from audit_entries",
  "truncate audit_entries",
  "set local ashlar.retention = 'on'; delete from audit_entries",
  "set local ashlar.retention = 'on'; delete from events",
  "with gone as (delete from audit_entries returning 1) select count(*) from gone",
  `${entry} on conflict (id) do update set action = 'other'`,
  "merge into audit_entries as entry using (select 1) as one on true when matched then delete",
  "set local session_replication_role = 'replica'",
  "alter table audit_entries disable trigger all",
  "drop trigger audit_entries_append_only on audit_entries",
  "drop table audit_entries cascade",
  "alter table audit_entries rename to entries",
  "alter table audit_entries set schema drizzle",
  "alter table audit_entries enable row level security",
  "create policy hidden on audit_entries using (false)",
  "create rule hidden as on select to audit_entries do instead nothing",
  "create table more_entries () inherits (audit_entries)",
  "create table parts (like audit_entries) partition by range (at)",
  "create temporary table audit_entries (id uuid)",
  "create view public.hidden as select 1",
  "create schema hidden",
  "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
  "drop function refuse_change cascade",
  "select * from audit_entries for update",
  "lock table audit_entries in access exclusive mode",
  "grant delete on audit_entries to ashlar_app; delete from audit_entries",
  "set local role ashlar_owner",
  "set local role ashlar_retention",
  "set session authorization ashlar_owner",
  "grant ashlar_retention to ashlar_app",
  "alter role ashlar_app superuser",
  "alter role ashlar_app createrole",
  "alter system set session_replication_role = 'replica'",
  "do $$ begin delete from audit_entries; end $$",
])("the application's role cannot change or hide an audit entry by %s", async (statement) => {
  const before = await own.sql`select * from audit_entries order by id`;
  // GRANT without the right to is a warning, so what it was for follows.
  await expect(
    app.begin((sql) => sql.unsafe(statement).then(() => sql`select refused_by_nothing from audit_entries`)),
  ).rejects.not.toMatchObject({ code: "42703" });
  expect(await own.sql`select * from audit_entries order by id`).toEqual(before);
});

test("the retention's role removes rows in a transaction that says so, and changes none", async () => {
  await app.unsafe(entry);
  await expect(retention`update audit_entries set action = 'other'`).rejects.toMatchObject({ code: "42501" });
  await expect(retention`delete from audit_entries`).rejects.toThrow("append-only");
  await retention.begin(async (sql) => {
    await sql`select set_config('ashlar.retention', 'on', true)`;
    await sql`delete from audit_entries`;
  });
  expect(await app`select 1 from audit_entries`).toEqual([]);
  // As `removeExpired` of the spine notes the last event that it removed.
  await retention`insert into spine_epoch as epoch (id, base, removed_xid, removed_position) values (1, 0, 1, 1)
    on conflict (id) do update set removed_xid = excluded.removed_xid where epoch.removed_xid is null`;
});

test("the owner migrates an empty database in which the roles were made first", async () => {
  const name = `${new URL(own.url).pathname.slice(1)}_empty`;
  await own.sql.unsafe(`create database ${name} template template0`);
  const url = new URL(own.url);
  url.pathname = `/${name}`;
  const admin = postgres(url.href, { max: 1, onnotice: () => undefined });
  const other = postgres(urlAs("ashlar_app", url.href), { max: 1, onnotice: () => undefined });
  try {
    await admin.unsafe(roles);
    await migrate({ url: urlAs("ashlar_owner", url.href), folder: migrationsFolder });
    await other.unsafe(entry);
    await expect(other`delete from audit_entries`).rejects.toMatchObject({ code: "42501" });
    await expect(other`update events set type = 'x'`).rejects.toMatchObject({ code: "42501" });
    await other`delete from users`;
    const [can] =
      await admin`select has_table_privilege('ashlar_retention', 'spine_epoch', 'insert') as insert,
      has_table_privilege('ashlar_retention', 'spine_epoch', 'update') as update`;
    expect(can).toEqual({ insert: true, update: true });
  } finally {
    await Promise.all([admin.end({ timeout: 0 }), other.end({ timeout: 0 })]);
    await own.sql.unsafe(`drop database ${name} with (force)`);
  }
});

test("a process serves as the application's role", async () => {
  await using server = await startServerProcess({
    DATABASE_URL: urlAs("ashlar_app"),
    DATABASE_RETENTION_URL: urlAs("ashlar_retention"),
  });
  const registered = await fetch(new URL("/api/v1/auth/register", server.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "ann@example.org", password: "a long and winding road", name: "Ann" }),
  });
  expect(registered.status).toBe(201);
  expect((await fetch(new URL("/health/ready", server.url))).status).toBe(200);
});
