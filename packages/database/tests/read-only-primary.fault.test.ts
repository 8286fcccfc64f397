import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import { startStreamingPair, testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";

const connections = "select pid from pg_stat_activity where application_name = 'writers' order by pid";

test("a standby is unavailable for writing and keeps no connection that was written on; promoted, it serves", async () => {
  await using pair = await startStreamingPair();
  await pair.primarySql`create table notes (note text)`;
  await expect
    .poll(async () => (await pair.standbySql`select to_regclass('notes') as found`)[0]?.found, {
      timeout: 20_000,
    })
    .toBe("notes");
  await using database = openDatabase({ url: pair.standby.url, applicationName: "writers" });
  const write = () => database.transact((tx) => tx.execute(sql`insert into notes values ('kept')`));
  for (let times = 0; times < 5; times += 1) {
    const error = await write().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ outcomeUnknown: false, message: expect.stringContaining("25006") });
  }
  await expect(database.requireWritable()).rejects.toThrow("is a standby");
  await database.ping();
  await expect
    .poll(async () => (await pair.standbySql.unsafe(connections)).length, { timeout: 10_000 })
    .toBe(1);
  await pair.standbySql`select pg_promote()`;
  await expect
    .poll(() => database.requireWritable().then(() => "writable", String), { timeout: 20_000 })
    .toBe("writable");
  await write();
  expect(await pair.standbySql`select note from notes`).toEqual([{ note: "kept" }]);
});

test("a database closed for writing is unavailable until it is opened, on connections made before and after", async () => {
  await using own = await testDatabase({ writeConnections: 2 });
  const { connection } = own;
  await own.sql`create table notes (note text)`;
  const write = () => connection.transact((tx) => tx.execute(sql`insert into notes values ('kept')`));
  await connection.requireWritable();
  await write();
  const name = new URL(own.url).pathname.slice(1);
  await own.sql.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  // The setting reaches sessions as they begin.
  await own.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'ashlar test'`;
  await expect.poll(() => write().catch(String), { timeout: 10_000 }).toContain("25006");
  await expect
    .poll(() => connection.requireWritable().catch(String), { timeout: 10_000 })
    .toContain("closed for writing");
  await own.sql.unsafe(`alter database ${name} reset default_transaction_read_only`);
  await expect.poll(() => write().then(() => "written", String), { timeout: 10_000 }).toBe("written");
  await connection.requireWritable();
});

test("a connection that was destroyed has no further user, however many wait for one", async () => {
  await using own = await testDatabase({ writeConnections: 1 });
  await own.sql`create table notes (note text)`;
  const readOnly = own.connection
    .transact(async (tx) => {
      await tx.execute(sql`set transaction read only`);
      await wait(20);
      await tx.execute(sql`insert into notes values ('lost')`);
    })
    .catch((error: unknown) => error);
  const waiting = Array.from({ length: 10 }, () =>
    own.connection.transact((tx) => tx.execute(sql`insert into notes values ('kept')`)),
  );
  expect(await readOnly).toBeInstanceOf(Unavailable);
  await Promise.all(waiting);
  expect(await own.sql`select count(*)::int as notes from notes`).toEqual([{ notes: 10 }]);
});
