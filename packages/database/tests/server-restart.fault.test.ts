import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { makePairTable, startPairLoad } from "./pair-load.ts";
import { type ServerUnderFire, serverUnderFire } from "./server-under-fire.ts";

const pairs = pgTable("pairs", { pair: uuid().notNull(), side: text().notNull() });
let server: ServerUnderFire;

beforeAll(async () => {
  server = await serverUnderFire();
  await makePairTable(server.admin);
});
afterAll(() => server[Symbol.asyncDispose]());

test("keeps every promise over repeated hard restarts, and serves after each", async () => {
  await using database = openDatabase({ url: server.url });
  const load = startPairLoad(
    (pair, beforeCommit) =>
      database.transact(async (tx) => {
        await tx.insert(pairs).values({ pair, side: "left" });
        await tx.insert(pairs).values({ pair, side: "right" });
        beforeCommit();
      }),
    8,
  );
  const committedMore = (count: number): Promise<void> => {
    const enough = load.committed() + count;
    return expect.poll(load.committed, { interval: 5, timeout: 30_000 }).toBeGreaterThanOrEqual(enough);
  };
  for (let restart = 0; restart < 3; restart += 1) {
    await committedMore(20);
    await server.restartHard();
    await expect
      .poll(
        () =>
          database.ping().then(
            () => "up",
            () => "down",
          ),
        { interval: 10, timeout: 30_000 },
      )
      .toBe("up");
  }
  await committedMore(20);
  await load.stop();
  await expect
    .poll(() =>
      server.admin`select 1`.then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await load.expectWhole(server.admin);
});

test("fails as unavailable while the server is away, however many ask, and by no timeout", async () => {
  await using database = openDatabase({
    url: "postgres://nobody@127.0.0.1:1/nothing",
    acquireTimeoutMs: 900_000,
    connectTimeoutMs: 900_000,
    silenceTimeoutMs: 900_000,
  });
  const errors = await Promise.all([
    ...Array.from({ length: 200 }, () => database.ping().catch((error: unknown) => error)),
    ...Array.from({ length: 50 }, () =>
      database.transact((tx) => tx.execute(sql`select 1`)).catch((error: unknown) => error),
    ),
  ]);
  expect(errors.filter((error) => !(error instanceof Unavailable))).toEqual([]);
});

test("a transaction whose code dawdles is ended by the server and fails; the next ones are whole", async () => {
  await server.admin`truncate pairs`;
  await using database = openDatabase({
    url: server.url,
    idleInTransactionTimeoutMs: 50,
    writeConnections: 2,
  });
  const dawdling = Array.from({ length: 4 }, (_, index) =>
    database
      .transact(async (tx) => {
        const pair = crypto.randomUUID();
        await tx.insert(pairs).values({ pair, side: "left" });
        await wait(200 + index);
        await tx.insert(pairs).values({ pair, side: "right" });
      })
      .catch((error: unknown) => error),
  );
  for (const error of await Promise.all(dawdling)) expect(error).toBeInstanceOf(Unavailable);
  const quick = Array.from({ length: 16 }, () =>
    database.transact(async (tx) => {
      const pair = crypto.randomUUID();
      await tx.insert(pairs).values([
        { pair, side: "left" },
        { pair, side: "right" },
      ]);
    }),
  );
  await Promise.all(quick);
  expect(await server.admin`select count(*)::int as n from pairs`).toEqual([{ n: 32 }]);
});
