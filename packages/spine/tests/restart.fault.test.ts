import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { migrate, openDatabase, startEmbeddedPostgres } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createSpine, defineHandler } from "../src/index.ts";
import { effect, keptLog, newId, registered, until } from "./probe.ts";

const migrations = join(import.meta.dirname, "..", "..", "..", "drizzle");

/** A server of the test's own, which it may kill. */
async function serverToKill() {
  const folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-`));
  await chmod(folder, 0o755);
  const settings = { shared_buffers: "32MB", synchronous_commit: "on" };
  const start = () => startEmbeddedPostgres({ dataDir: join(folder, "data"), durable: false, settings });
  let server = await start();
  return {
    url: server.url,
    restartHard: async () => {
      process.kill(server.pid, "SIGQUIT");
      await server.stop();
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("every acknowledged event has its effect once, though the server is restarted five times under load", async () => {
  await using server = await serverToKill();
  await migrate({ url: server.url, folder: migrations });
  await using database = openDatabase({ url: server.url, statementTimeoutMs: 3_000 });
  await database.transact((tx) =>
    Promise.resolve(
      tx.execute(sql`create table effects (id bigint generated always as identity, who text not null)`),
    ),
  );
  const spine = createSpine({ database, log: keptLog() });
  spine.register({
    handlers: [
      defineHandler({
        name: "test.greet",
        on: ["user.registered"],
        attempts: 100,
        handle: async ({ event, tx }) => {
          await effect(tx, event.data.name);
        },
      }),
    ],
  });
  const write = spine.unitOfWork(() => ({}));
  const worker = spine.startWorker({ leaseMs: 1_000, pollMs: 100 });
  const ending = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const event of spine.stream.follow({ after: "0-0", signal: ending.signal })) {
      seen.push(String((event.data as { readonly name: string }).name));
    }
  })();

  const acknowledged: string[] = [];
  let isLoading = true;
  const load = Array.from({ length: 6 }, async (_, writer) => {
    for (let round = 0; isLoading; round += 1) {
      const name = `${writer}.${round}`;
      await write(({ events }) => events.append(registered(newId(), name))).then(
        () => acknowledged.push(name),
        () => wait(20),
      );
    }
  });
  /** Each restart comes into the middle of writes that are acknowledged. */
  const writesAreAcknowledged = (): Promise<void> => {
    const before = acknowledged.length;
    return until(async () => acknowledged.length >= before + 20);
  };
  for (let restart = 0; restart < 5; restart += 1) {
    await writesAreAcknowledged();
    await server.restartHard();
  }
  await writesAreAcknowledged();
  isLoading = false;
  await Promise.all(load);

  const count = async (table: string): Promise<number> => {
    const [row] = await database.read.select({ rows: sql<number>`count(*)::integer` }).from(sql.raw(table));
    return row?.rows ?? -1;
  };
  await until(async () => (await count("jobs where queue = 'test.greet'").catch(() => -1)) === 0);
  const effects = await database.read.select({ who: sql<string>`who` }).from(sql`effects`);
  const names = effects.map(({ who }) => who);
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(new Set(names).size).toBe(names.length);
  expect(acknowledged.filter((name) => !names.includes(name))).toEqual([]);
  expect(await count("events")).toBe(names.length);
  await until(() => seen.length >= names.length);
  expect(seen.toSorted()).toEqual(names.toSorted());
  ending.abort();
  await following;
  await worker.stop();
  await spine.close();
});
