import { testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";

test("hears what a committed transaction notified, and nothing of one that was rolled back", async () => {
  await using own = await testDatabase();
  const heard: string[] = [];
  const listener = await own.connection.listen("orders", (payload) => heard.push(payload));
  await own.connection
    .transact(async (tx) => {
      await tx.execute(sql`select pg_notify('orders', 'undone')`);
      throw new Error("undo");
    })
    .catch(() => undefined);
  await own.connection.transact((tx) => tx.execute(sql`select pg_notify('orders', 'done')`));
  await own.connection.transact((tx) => tx.execute(sql`select pg_notify('other', 'not ours')`));
  await expect.poll(() => heard).toEqual(["done"]);
  await listener.close();
});

test("listens again after its connection was killed, and says so each time", async () => {
  await using own = await testDatabase({ applicationName: "listener" });
  const heard: string[] = [];
  let listening = 0;
  await own.connection.listen(
    'odd "name"',
    (payload) => heard.push(payload),
    () => {
      listening += 1;
    },
  );
  expect(listening).toBe(1);
  await own.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'listener' and datname = current_database() and query like 'listen%'`;
  await expect.poll(() => listening, { timeout: 3_000 }).toBe(2);
  await own.sql`select pg_notify('odd "name"', 'again')`;
  await expect.poll(() => heard).toEqual(["again"]);
});

test("close ends listeners and lets running work finish", async () => {
  await using own = await testDatabase();
  await own.sql`create table facts (id int)`;
  await own.connection.listen("orders", () => undefined);
  const write = own.connection.transact(async (tx) => {
    await tx.execute(sql`insert into facts values (1)`);
    await tx.execute(sql`select pg_sleep(0.1)`);
  });
  await expect.poll(() => own.connection.stats().write.inUse).toBe(1);
  await own.connection.close();
  await write;
  expect(await own.sql`select id from facts`).toEqual([{ id: 1 }]);
  await expect(own.connection.ping()).rejects.toThrow();
});
