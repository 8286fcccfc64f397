import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import { startTcpProxy, testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";

const urlThrough = (url: string, port: number): string => {
  const through = new URL(url);
  through.port = String(port);
  return through.href;
};

const settings = { statementTimeoutMs: 300, silenceTimeoutMs: 400, connectTimeoutMs: 400 };

/** The same, but would wait for a quarter of an hour. */
const patient = { statementTimeoutMs: 900_000, silenceTimeoutMs: 900_000, connectTimeoutMs: 900_000 };

/** Asks a database that is patient, and says whether it still waits. */
async function waiting(url: string) {
  const database = openDatabase({ url, ...patient });
  await database.ping();
  let isOver = false;
  return {
    ask: () => {
      const over = (): void => {
        isOver = true;
      };
      void database.ping().then(over, over);
    },
    stillWaits: () => !isOver,
    [Symbol.asyncDispose]: () => database.close(0),
  };
}

test("a connection that answers nothing is given up by the timeouts alone, and the pool recovers", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  await using database = openDatabase({ url: urlThrough(own.url, proxy.port), ...settings });
  await using other = await waiting(urlThrough(own.url, proxy.port));
  await Promise.all(Array.from({ length: 8 }, () => database.ping()));
  proxy.freeze();
  other.ask();
  const reads = Array.from({ length: 8 }, () => database.ping().catch((error: unknown) => error));
  const write = database.transact((tx) => tx.execute(sql`select 1`)).catch((error: unknown) => error);
  for (const error of await Promise.all([...reads, write])) expect(error).toBeInstanceOf(Unavailable);
  expect(other.stillWaits()).toBe(true);
  proxy.thaw();
  await expect
    .poll(
      () =>
        database.ping().then(
          () => "up",
          () => "down",
        ),
      { interval: 20 },
    )
    .toBe("up");
  await Promise.all(Array.from({ length: 16 }, () => database.ping()));
});

test("steady traffic does not hide that nothing comes back", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  await using database = openDatabase({
    url: urlThrough(own.url, proxy.port),
    ...settings,
    readConnections: 1,
  });
  await using other = await waiting(urlThrough(own.url, proxy.port));
  await database.ping();
  proxy.freeze();
  other.ask();
  const first = database.ping().catch((error: unknown) => error);
  const traffic = setInterval(() => void database.ping().catch(() => undefined), 50);
  try {
    expect(await first).toBeInstanceOf(Unavailable);
    expect(other.stillWaits()).toBe(true);
  } finally {
    clearInterval(traffic);
  }
});

test("a slow answer is not a lost one", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  await using database = openDatabase({ url: urlThrough(own.url, proxy.port), ...settings });
  await database.ping();
  proxy.delay(60);
  const answers = await Promise.all(Array.from({ length: 10 }, () => database.ping().then(() => "answered")));
  expect(answers).toEqual(Array.from({ length: 10 }, () => "answered"));
});

test("a listener whose connection went silent listens again and says so", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  await using database = openDatabase({ url: urlThrough(own.url, proxy.port), ...settings });
  const heard: string[] = [];
  let listening = 0;
  await database.listen(
    "news",
    (payload) => heard.push(payload),
    () => {
      listening += 1;
    },
  );
  proxy.cut();
  await expect.poll(() => listening, { timeout: 3_000 }).toBe(2);
  await own.sql`select pg_notify('news', 'after the cut')`;
  await expect.poll(() => heard).toEqual(["after the cut"]);
});

test("a COMMIT whose answer is lost is reported as unknown and never tried again", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  await using database = openDatabase({ url: urlThrough(own.url, proxy.port), ...settings });
  await own.sql`create table facts (id int)`;
  // A deferred trigger makes COMMIT itself take long enough to be cut off.
  await own.sql.unsafe(`
    create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.15); return null; end $$;
    create constraint trigger slow_commit after insert on facts deferrable initially deferred
      for each row execute function dawdle();`);
  let runs = 0;
  const failure = database
    .transact(async (tx) => {
      runs += 1;
      await tx.execute(sql`insert into facts values (1)`);
      setTimeout(() => proxy.cut(), 60);
    })
    .catch((error: unknown) => error);
  const error = await failure;
  expect(error).toBeInstanceOf(Unavailable);
  expect(error).toMatchObject({ outcomeUnknown: true });
  expect(runs).toBe(1);
  await wait(300);
  const [row] = await own.sql<{ n: number }[]>`select count(*)::int as n from facts`;
  expect(row?.n).toBeLessThanOrEqual(1);
});
