import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireFitDatabase } from "../src/index.ts";
import { startDeafProxy } from "./deaf-proxy.ts";
import { hasPgBouncer, startPgBouncer } from "./pgbouncer.ts";

let own: TestDatabase;
let name: string;

beforeAll(async () => {
  own = await testDatabase();
  name = new URL(own.url).pathname.slice(1);
});
afterAll(() => own[Symbol.asyncDispose]());

/** The check's message; empty when the database fits. */
const verdict = (url: string): Promise<string> =>
  requireFitDatabase({ url, variable: "SOME_URL" }).then(
    () => "",
    (error: Error) => error.message,
  );
const changed = (change: (url: URL) => void): string => {
  const url = new URL(own.url);
  change(url);
  return url.href;
};

test("a database of ours fits, whatever its own settings are", async () => {
  expect(await verdict(own.url)).toBe("");
  for (const [setting, value] of [
    ["datestyle", "'German'"],
    ["datestyle", "'SQL, DMY'"],
    ["intervalstyle", "'iso_8601'"],
    ["statement_timeout", "0"],
    ["lock_timeout", "0"],
    ["idle_in_transaction_session_timeout", "0"],
    ["search_path", "nowhere"],
  ] as const) {
    await own.sql.unsafe(`alter database ${name} set ${setting} = ${value}`);
    expect(await verdict(own.url)).toBe("");
    await own.sql.unsafe(`alter database ${name} reset ${setting}`);
  }
});

test.each(["LATIN1", "SQL_ASCII"])("a database in %s is refused for its encoding", async (encoding) => {
  const other = `${name}_${encoding.toLowerCase()}`;
  await own.sql.unsafe(
    `create database ${other} encoding '${encoding}' locale_provider libc locale 'C' template template0`,
  );
  try {
    const message = await verdict(changed((url) => Object.assign(url, { pathname: `/${other}` })));
    expect(message).toContain(
      `SOME_URL leads to a database that cannot be used:\n  its encoding is ${encoding}`,
    );
  } finally {
    await own.sql.unsafe(`drop database ${other} with (force)`);
  }
});

test.each([
  ["default_transaction_read_only", "on", "it is closed for writing"],
  ["session_replication_role", "replica", "session_replication_role is replica"],
])("a database with %s = %s is refused", async (setting, value, reason) => {
  await own.sql.unsafe(`alter database ${name} set ${setting} = ${value}`);
  expect(await verdict(own.url)).toContain(reason);
  await own.sql`set session characteristics as transaction read write`;
  await own.sql.begin("read write", (sql) => sql.unsafe(`alter database ${name} reset ${setting}`));
  expect(await verdict(own.url)).toBe("");
});

test("a role without privileges is refused with those that it lacks", async () => {
  const role = `stranger_${name}`;
  await own.sql.unsafe(`create role ${role} login password 'secret'`);
  const url = changed((to) => Object.assign(to, { username: role, password: "secret" }));
  try {
    expect(await verdict(url)).toMatch(/the role stranger_\w+ lacks INSERT on .* and \d+ more: run .*roles/);
    await own.sql.unsafe(`grant usage on schema drizzle to ${role};
      grant select on drizzle.__drizzle_migrations to ${role}; grant select, insert on all tables in schema public to ${role}`);
    expect(await verdict(url)).toBe("");
  } finally {
    await own.sql.unsafe(`drop owned by ${role}; drop role ${role}`);
  }
});

test.each<[string, (url: URL) => void, string]>([
  [
    "a wrong password",
    (url) => Object.assign(url, { password: "wrong" }),
    "the password of the role ashlar is wrong",
  ],
  [
    "a wrong role",
    (url) => Object.assign(url, { username: "who" }),
    "the role who is wrong, or there is no such role",
  ],
  ["no such database", (url) => Object.assign(url, { pathname: "/nothing" }), "there is no database nothing"],
  [
    "nothing that listens",
    (url) => Object.assign(url, { port: "1" }),
    "127.0.0.1:1 does not answer (ECONNREFUSED)",
  ],
  [
    "a name that is none",
    (url) => Object.assign(url, { hostname: "db.invalid" }),
    "the name db.invalid is not found",
  ],
  ["TLS where there is none", (url) => url.searchParams.set("sslmode", "require"), "set sslmode=disable"],
])("%s is refused with what to do", async (_, change, reason) => {
  const message = await verdict(changed(change));
  expect(message).toContain(reason);
  expect(message).not.toContain(new URL(own.url).password);
});

test("notifications that do not arrive are noticed", async () => {
  await using proxy = await startDeafProxy(Number(new URL(own.url).port));
  expect(await verdict(changed((url) => Object.assign(url, { port: String(proxy.port) })))).toContain(
    "a notification (LISTEN) does not arrive",
  );
});

const ignored = "ignore_startup_parameters";
const everySetting =
  "extra_float_digits,intervalstyle,bytea_output,array_nulls,transform_null_equals,timezone_abbreviations,search_path,default_text_search_config,gin_fuzzy_search_limit,row_security,default_transaction_isolation,default_transaction_deferrable,exit_on_error,idle_session_timeout,statement_timeout,lock_timeout,idle_in_transaction_session_timeout";

test.skipIf(!hasPgBouncer).each<[string, Record<string, string>, RegExp]>([
  ["in transaction mode", { pool_mode: "transaction" }, /a pooler such as PgBouncer is in between/],
  ["in session mode", { pool_mode: "session" }, /a pooler such as PgBouncer is in between/],
  [
    "in transaction mode, which leaves out what sessions ask for",
    { pool_mode: "transaction", [ignored]: everySetting },
    /sessions are shared.*does not apply \(.*statement_timeout/s,
  ],
  [
    "in transaction mode with one connection",
    { pool_mode: "transaction", default_pool_size: "1", [ignored]: everySetting },
    /sessions are shared/,
  ],
  [
    "in session mode, which leaves out what sessions ask for",
    { pool_mode: "session", [ignored]: everySetting },
    /^(?!.*sessions are shared).*does not apply/s,
  ],
])("PgBouncer %s is refused", { timeout: 30_000 }, async (_, settings, reason) => {
  await using pooler = await startPgBouncer(own.url, settings);
  expect(await verdict(pooler.url)).toMatch(reason);
});
