import { inRequestScope, Unavailable } from "@ashlar/kernel";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type DatabaseConnection, type DatabaseOptions, sqlStateOf } from "../src/index.ts";

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const forever = { statementTimeoutMs: 120_000, readLockTimeoutMs: 120_000 };
const tableNames = ["a", "b", "c", "d", "e", "f", "free"] as const;
type TableName = (typeof tableNames)[number];

/** A database with a row in each table; what waits in it waits until the test ends it. */
async function tables(options: Omit<DatabaseOptions, "url"> = forever): Promise<TestDatabase> {
  const own = await testDatabase(options);
  for (const name of tableNames)
    await own.sql.unsafe(`create table ${name} as select '${name}'::text as value`);
  return own;
}

const readFrom = (
  { read }: Pick<DatabaseConnection, "read">,
  table: TableName,
): Promise<string | undefined> =>
  read
    .select({ value: sql<string>`value` })
    .from(sql.identifier(table).getSQL())
    .then(([row]) => row?.value);

const echo = ({ read }: Pick<DatabaseConnection, "read">, value: string): Promise<string | undefined> =>
  read
    .select({ echo: sql<string>`${value}::text` })
    .from(sql`generate_series(1, 1)`)
    .then(([row]) => row?.echo);

/** A search that does not end, of a text that no other test has. */
const sleep = ({ read }: DatabaseConnection, kind = 0): PromiseLike<unknown> =>
  read.select({ slept: sql`pg_sleep(100)` }).from(sql.raw(`generate_series(1, ${kind + 1})`));

/** Work in requests that last until the test is over, and how much of it was answered. */
function held() {
  const over = new AbortController();
  const state = { answered: 0 };
  const works: Promise<unknown>[] = [];
  return {
    state,
    begin: (work: () => PromiseLike<unknown>): void => {
      const scope = { requestId: "test", traceparent: "", signal: over.signal, log: silent };
      const done = inRequestScope(scope, () => Promise.resolve(work()));
      works.push(
        done.then(
          () => (state.answered += 1),
          (error: unknown) => error,
        ),
      );
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await Promise.all(works);
    },
  };
}

/** Holds the tables until disposed. */
async function lock({ sql: session }: TestDatabase, ...names: readonly TableName[]) {
  const other = await session.reserve();
  await other.unsafe(`begin; lock table ${names.join(", ")} in access exclusive mode`);
  return {
    [Symbol.asyncDispose]: async () => {
      await other`rollback`;
      other.release();
    },
  };
}

/** What must be answered whatever else waits. */
async function everythingElse({ connection }: TestDatabase): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const values = Array.from({ length: 10 }, (_, index) => `${round}.${index}`);
    expect(await Promise.all(values.map((value) => echo(connection, value)))).toEqual(values);
    expect(await readFrom(connection, "free")).toBe("free");
    expect(await readFrom({ read: connection.readVital }, "free")).toBe("free");
    await connection.ping();
  }
}

const connectionsOf = async ({ sql: session }: TestDatabase): Promise<number> => {
  const [row] = await session<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'ashlar test'`;
  return row?.n ?? -1;
};

test.each([1, 3])("reads of other tables are answered while one is locked, on %i connections", async (n) => {
  await using own = await tables({ ...forever, readConnections: n });
  await using waiting = held();
  await using _locked = await lock(own, "a");
  for (let client = 0; client < 100; client += 1) waiting.begin(() => readFrom(own.connection, "a"));
  await everythingElse(own);
  expect(waiting.state.answered).toBe(0);
});

test("what had been sent behind a statement that is stuck is answered", async () => {
  await using own = await tables({ ...forever, readConnections: 1 });
  await using waiting = held();
  await own.connection.ping();
  expect(await echo(own.connection, "open")).toBe("open");
  await using _locked = await lock(own, "a");
  waiting.begin(() => readFrom(own.connection, "a"));
  const values = Array.from({ length: 300 }, (_, index) => String(index));
  expect(await Promise.all(values.map((value) => echo(own.connection, value)))).toEqual(values);
  expect(waiting.state.answered).toBe(0);
});

test("locks on several tables at a time hold up no read of another", async () => {
  await using own = await tables();
  await using waiting = held();
  await using _locked = await lock(own, "a", "b", "c", "d", "e", "f");
  for (const table of ["a", "b", "c", "d", "e", "f"] as const) {
    for (let client = 0; client < 20; client += 1) waiting.begin(() => readFrom(own.connection, table));
    await everythingElse(own);
  }
  expect(waiting.state.answered).toBe(0);
});

test("slow statements hold up nothing else, however many ask for them", async () => {
  await using own = await tables();
  await using waiting = held();
  for (let kind = 0; kind < 3; kind += 1) {
    for (let client = 0; client < 50; client += 1) waiting.begin(() => sleep(own.connection, kind));
    await everythingElse(own);
  }
  expect(waiting.state.answered).toBe(0);
});

test("a migration that waits behind a dump holds up reads of its table alone", async () => {
  await using own = await tables();
  await using waiting = held();
  const dump = await own.sql.reserve();
  await dump`begin`;
  await dump`select count(*) from a`;
  const migration = await own.sql.reserve();
  const altered = migration`alter table a add column more int`.execute();
  const isAwaited = async (): Promise<number> =>
    (await dump`select 1 from pg_locks where not granted and relation = 'a'::regclass`).length;
  await expect.poll(isAwaited).toBe(1);
  for (let client = 0; client < 50; client += 1) waiting.begin(() => readFrom(own.connection, "a"));
  await everythingElse(own);
  expect(waiting.state.answered).toBe(0);
  await dump`commit`;
  await altered;
  for (const session of [dump, migration]) session.release();
});

test("who is calling is read although what he asks for is locked, and the other way round", async () => {
  await using own = await tables();
  await using waiting = held();
  await using _locked = await lock(own, "a");
  const vital = { read: own.connection.readVital };
  for (let client = 0; client < 20; client += 1) waiting.begin(() => readFrom(vital, "a"));
  await everythingElse(own);
  expect(waiting.state.answered).toBe(0);
});

test("a read of a locked table is refused as unavailable, and answered when the lock is gone", async () => {
  await using own = await tables({ readLockTimeoutMs: 100 });
  {
    await using _locked = await lock(own, "a");
    const failures = await Promise.all(
      Array.from({ length: 30 }, () => readFrom(own.connection, "a").catch((error: unknown) => error)),
    );
    for (const failure of failures) expect(failure).toBeInstanceOf(Unavailable);
    expect(failures.map(sqlStateOf)).toContain("55P03");
  }
  await expect.poll(() => readFrom(own.connection, "a").catch(() => "locked")).toBe("a");
});

test("a request whose read is one of too many is refused, and does not wait for its turn for long", async () => {
  await using own = await tables();
  await using waiting = held();
  await using _locked = await lock(own, "a");
  for (let client = 0; client < 10; client += 1) waiting.begin(() => readFrom(own.connection, "a"));
  const scope = {
    requestId: "test",
    traceparent: "",
    signal: new AbortController().signal,
    deadlineAtMs: performance.now() + 60_000,
    log: silent,
  };
  await everythingElse(own);
  const refused = inRequestScope(scope, () => readFrom(own.connection, "a"));
  await expect(refused).rejects.toBeInstanceOf(Unavailable);
  expect(waiting.state.answered).toBe(0);
});

test("connections are bounded, and the further ones are used again", async () => {
  await using own = await tables({ readConnections: 2, spareReadConnections: 4, readLockTimeoutMs: 50 });
  const most = { connections: 0 };
  for (let round = 0; round < 5; round += 1) {
    await using _locked = await lock(own, "a", "b");
    const reads = Array.from({ length: 40 }, (_, index) => readFrom(own.connection, index % 2 ? "a" : "b"));
    const ended = Promise.allSettled(reads);
    await everythingElse(own);
    most.connections = Math.max(most.connections, await connectionsOf(own));
    await ended;
  }
  expect(most.connections).toBeLessThanOrEqual(2 + 1 + 4);
  expect(own.connection.stats().read.inFlight).toBe(0);
  await expect.poll(() => readFrom(own.connection, "b").catch(() => "locked")).toBe("b");
});

test("every read gets its own answer while some are stuck, moved and cancelled", async () => {
  await using own = await tables({ ...forever, readLockTimeoutMs: 80 });
  const reading = { isOver: false };
  const reader = async (name: string): Promise<number> => {
    for (let turn = 0; ; turn += 1) {
      if (reading.isOver) return turn;
      const value = `${name}.${turn}`;
      expect(await echo(own.connection, value)).toBe(value);
    }
  };
  const readers = Promise.all(["x", "y", "z"].map(reader));
  for (let round = 0; round < 6; round += 1) {
    await using _locked = await lock(own, "a", "b");
    await using cancelled = held();
    for (let client = 0; client < 8; client += 1) cancelled.begin(() => readFrom(own.connection, "b"));
    await Promise.allSettled(Array.from({ length: 8 }, () => readFrom(own.connection, "a")));
  }
  reading.isOver = true;
  for (const turns of await readers) expect(turns).toBeGreaterThan(0);
});
