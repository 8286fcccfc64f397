import { inRequestScope, Unavailable } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { DatabaseConnection } from "../src/index.ts";

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const during = <Result>(signal: AbortSignal, work: () => Result): Result =>
  inRequestScope({ requestId: "test", traceparent: "", signal, log: silent }, work);

const echo = (database: DatabaseConnection, value: string, sleepSeconds = 0): Promise<string | undefined> =>
  database.read
    .select({ echo: sql<string>`${value}::text`, slept: sql`pg_sleep(${sleepSeconds})` })
    .from(sql`generate_series(1, 1)`)
    .then(([row]) => row?.echo);

const failureOf = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    (value) => ({ unexpected: value }),
    (error: unknown) => error,
  );

test("a read ends with its request, and the server stops working on it", async () => {
  await using own = await testDatabase();
  const request = new AbortController();
  const failure = during(request.signal, () => failureOf(echo(own.connection, "slow", 30)));
  setTimeout(() => request.abort(), 50);
  expect(await failure).toBeInstanceOf(Unavailable);
  await expect
    .poll(
      () => own.sql`select 1 from pg_stat_activity
        where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
    )
    .toEqual([]);
});

test("neighbours on the same connection get their own answers when a read between them is cancelled", async () => {
  await using own = await testDatabase({ readConnections: 1 });
  for (let round = 0; round < 10; round += 1) {
    const request = new AbortController();
    const before = echo(own.connection, "before", 0.02);
    const cancelled = during(request.signal, () => failureOf(echo(own.connection, "cancelled", 0.02)));
    const after = Array.from({ length: 5 }, (_, index) => echo(own.connection, `after ${index}`, 0.005));
    setTimeout(() => request.abort(), round * 5);
    expect(await before).toBe("before");
    await cancelled;
    expect(await Promise.all(after)).toEqual(after.map((_, index) => `after ${index}`));
  }
});

test("a statement of a request that has ended is not sent", async () => {
  await using own = await testDatabase();
  const error = await during(AbortSignal.abort(), () => failureOf(echo(own.connection, "never")));
  expect(error).toBeInstanceOf(Unavailable);
  expect(own.connection.stats().read.inFlight).toBe(0);
});

test("a transaction ends with its request: nothing is written, and the next one on the connection is whole", async () => {
  await using own = await testDatabase({ writeConnections: 1 });
  await own.sql`create table facts (id int)`;
  for (let round = 0; round < 10; round += 1) {
    const request = new AbortController();
    setTimeout(() => request.abort(), round * 2);
    const failure = during(request.signal, () =>
      failureOf(
        own.connection.transact(async (tx) => {
          await tx.execute(sql`insert into facts values (1)`);
          await tx.execute(sql`select pg_sleep(0.5)`);
        }),
      ),
    );
    expect(await failure).toBeInstanceOf(Unavailable);
    await own.connection.transact((tx) => tx.execute(sql`insert into facts values (2)`));
  }
  expect(await own.sql`select id, count(*)::int as n from facts group by id`).toEqual([{ id: 2, n: 10 }]);
});

test("a request that ends while it waits for a connection leaves none behind", async () => {
  await using own = await testDatabase({ writeConnections: 1 });
  const request = new AbortController();
  const holder = own.connection.transact((tx) => tx.execute(sql`select pg_sleep(0.15)`));
  const waiting = during(request.signal, () =>
    failureOf(own.connection.transact((tx) => tx.execute(sql`select 1`))),
  );
  setTimeout(() => request.abort(), 20);
  expect(await waiting).toBeInstanceOf(Unavailable);
  await holder;
  await own.connection.transact((tx) => tx.execute(sql`select 1`));
  expect(own.connection.stats().write).toMatchObject({ connections: 1, inUse: 0, waiting: 0 });
});

test("a transaction does not wait for a connection longer than it may", async () => {
  await using own = await testDatabase({ writeConnections: 1, acquireTimeoutMs: 500 });
  await own.connection.transact((tx) => tx.execute(sql`select 1`));
  const holder = own.connection.transact((tx) => tx.execute(sql`select pg_sleep(1.2)`));
  const error = await failureOf(own.connection.transact((tx) => tx.execute(sql`select 1`)));
  expect(error).toBeInstanceOf(Unavailable);
  await holder;
  await own.connection.transact((tx) => tx.execute(sql`select 1`));
});

test("the server's own limits answer as unavailable: statement timeout and lock timeout", async () => {
  await using own = await testDatabase({ statementTimeoutMs: 200, lockTimeoutMs: 50 });
  expect(await failureOf(echo(own.connection, "slow", 5))).toBeInstanceOf(Unavailable);
  await own.sql`create table facts (id int)`;
  await own.sql.begin(async (other) => {
    await other`lock table facts in access exclusive mode`;
    const locked = own.connection.transact((tx) => tx.execute(sql`insert into facts values (1)`));
    expect(await failureOf(locked)).toBeInstanceOf(Unavailable);
  });
});
