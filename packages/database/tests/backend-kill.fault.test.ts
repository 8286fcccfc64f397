import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { driverClient } from "../src/driver/driver-client.ts";
import { openDatabase } from "../src/index.ts";
import { makePairTable, startPairLoad, type WritePair } from "./pair-load.ts";
import { type ServerUnderFire, serverUnderFire } from "./server-under-fire.ts";

const pairs = pgTable("pairs", { pair: uuid().notNull(), side: text().notNull() });
/** So that a scope whose connection died meets the one made in its place, with another's transaction on it. */
const longerThanReconnectMs = 60;
const uncaught: unknown[] = [];
const onUncaught = (error: unknown): void => {
  uncaught.push(error);
};
let server: ServerUnderFire;

beforeAll(async () => {
  server = await serverUnderFire();
  process.on("uncaughtException", onUncaught);
  process.on("unhandledRejection", onUncaught);
});
afterAll(async () => {
  process.off("uncaughtException", onUncaught);
  process.off("unhandledRejection", onUncaught);
  await server[Symbol.asyncDispose]();
});
beforeEach(() => makePairTable(server.admin));

/** Kills a connection of the load every 25 ms, whatever it is doing, until `count` are killed and `isDone` holds. */
async function killUntil(count: number, isDone: (kills: number) => boolean): Promise<number> {
  let kills = 0;
  while (kills < count || !isDone(kills)) {
    const killed = await server.admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'victim' order by random() limit 1`;
    kills += killed.length;
    await wait(25);
  }
  return kills;
}

async function expectWholeUnderKills(writePair: WritePair, leastKills: number): Promise<void> {
  const load = startPairLoad(writePair, 30);
  await killUntil(leastKills, (kills) => load.committed() > kills);
  await load.stop();
  await load.expectWhole(server.admin);
  expect(uncaught).toEqual([]);
}

test("transact leaves no half-written and no resurrected transaction while its connections are killed", async () => {
  await using database = openDatabase({ url: server.url, applicationName: "victim" });
  const writePair: WritePair = (pair, beforeCommit) =>
    database.transact(async (tx) => {
      await tx.insert(pairs).values({ pair, side: "left" });
      await wait(Math.random() * longerThanReconnectMs);
      await tx.insert(pairs).values({ pair, side: "right" });
      beforeCommit();
    });
  await expectWholeUnderKills(writePair, 60);
  const after = Array.from({ length: 16 }, () =>
    database.transact(async (tx) => tx.execute(sql`select 1 as one`)).then(([row]) => row),
  );
  expect(await Promise.all(after)).toEqual(Array.from({ length: 16 }, () => ({ one: 1 })));
});

test("reads answer with their own rows or fail, and the pool is whole right after", async () => {
  await using database = openDatabase({ url: server.url, applicationName: "victim" });
  let isOver = false;
  const foreign: unknown[] = [];
  let answered = 0;
  const read = async (reader: number): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const asked = `${reader}.${turn}`;
      await database.read
        .select({ answer: sql<string>`${asked}::text` })
        .from(sql`generate_series(1, 1)`)
        .then(
          ([row]) => {
            answered += 1;
            if (row?.answer !== asked) foreign.push([asked, row]);
          },
          () => wait(1),
        );
    }
  };
  const readers = Promise.all(Array.from({ length: 24 }, (_, reader) => read(reader)));
  await killUntil(30, () => answered > 100);
  isOver = true;
  expect(await Promise.race([readers, wait(30_000, "hung", { ref: false })])).not.toBe("hung");
  expect(foreign).toEqual([]);
  expect(uncaught).toEqual([]);
  await Promise.all(Array.from({ length: 16 }, () => database.ping()));
});

test("the driver's own begin keeps its transactions apart under kills", async () => {
  const client = driverClient({ url: server.url, applicationName: "victim", connections: 10 });
  const writePair: WritePair = (pair, beforeCommit) =>
    client.begin(async (tx) => {
      await tx`insert into pairs values (${pair}, 'left')`;
      await wait(Math.random() * longerThanReconnectMs);
      await tx`insert into pairs values (${pair}, 'right')`;
      beforeCommit();
    });
  try {
    await expectWholeUnderKills(writePair, 40);
    const after = await Promise.all(Array.from({ length: 16 }, () => client`select 1 as one`));
    expect(after.map(([row]) => row)).toEqual(Array.from({ length: 16 }, () => ({ one: 1 })));
  } finally {
    await client.end({ timeout: 0 });
  }
});

test("a reserved connection that was lost refuses every later statement, COMMIT included", async () => {
  const client = driverClient({ url: server.url, applicationName: "victim", connections: 1 });
  try {
    const reserved = await client.reserve();
    await reserved`begin`;
    await reserved`insert into pairs values (gen_random_uuid(), 'left')`;
    await server.admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`;
    // The next user of the pool gets a new connection, which the lost reservation must not reach.
    await expect
      .poll(() =>
        client`select 1`.then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect(reserved`insert into pairs values (gen_random_uuid(), 'right')`).rejects.toThrow();
    await expect(reserved`commit`).rejects.toThrow();
    reserved.release();
    reserved.release();
    expect(await server.admin`select * from pairs`).toEqual([]);
    const again = await client.reserve();
    expect(await again`select 1 as one`).toEqual([{ one: 1 }]);
    again.release();
  } finally {
    await client.end({ timeout: 0 });
  }
});
