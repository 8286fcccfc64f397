import { connect } from "node:net";
import type { Log } from "@ashlar/kernel";
import { silentLog, startTcpProxy } from "@ashlar/testing";
import { expect, test } from "vitest";
import { redisLevel } from "../src/redis-level.ts";
import { cacheProcess, numberInDatabase } from "./cache-on-test.ts";

const redisPort = 6_379;
const hasRedis = await new Promise<boolean>((resolve) => {
  const socket = connect(redisPort, "127.0.0.1");
  const answer = (isThere: boolean) => (): void => {
    socket.destroy();
    resolve(isThere);
  };
  socket.setTimeout(500, answer(false)).once("connect", answer(true)).once("error", answer(false));
});

const recorder = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = [];
  const note = (_: unknown, message: string) => lines.push(message);
  return { lines, log: { ...silentLog, warn: note, info: note } };
};

test.skipIf(!hasRedis)(
  "what one process leaves the others find as it was, dates too, until its time is over",
  async () => {
    const url = `redis://127.0.0.1:${redisPort}`;
    const [one, other] = await Promise.all([redisLevel(url, silentLog), redisLevel(url, silentLog)]);
    const key = crypto.randomUUID();
    const value = { at: new Date(0), none: null, items: [1, "two"] };
    one.set(key, value, 400);
    await expect.poll(() => other.get(key)).toEqual({ value });
    await expect.poll(() => other.get(key), { timeout: 2_000 }).toBeNull();
    await Promise.all([one.close(), other.close()]);
  },
);

test.skipIf(!hasRedis)(
  "a Redis that freezes and dies makes reads slower for a moment and never wrong",
  async () => {
    await using database = await numberInDatabase();
    await using proxy = await startTcpProxy({ targetPort: redisPort });
    const { log, lines } = recorder();
    const redisUrl = `redis://127.0.0.1:${proxy.port}`;
    await using process = await cacheProcess(database.url, { redisUrl, log, strangerMs: 0 });
    const kept = { key: `n:${crypto.randomUUID()}`, tags: ["n"] };
    const stored = async () => Number((await database.sql`select value from numbers`)[0]?.value);
    const read = () => process.cache.through(kept, stored);
    const write = (value: number) =>
      process.database.transact(async (tx) => {
        await process.cache.withCommit(tx, kept.tags);
        await database.sql`update numbers set value = ${value}`;
      });
    for (const [index, trouble] of [() => undefined, proxy.freeze, proxy.cut].entries()) {
      trouble();
      for (let round = 1; round <= 10; round += 1) {
        const value = index * 100 + round;
        await write(value);
        // Nothing thaws it: a read is answered by the database, after what it waits for Redis at most.
        expect(await read()).toBe(value);
      }
    }
    expect(lines.filter((line) => line.includes("cannot be reached"))).toHaveLength(1);
    proxy.thaw();
    await expect
      .poll(
        async () => {
          await write(1);
          await read();
          return lines.at(-1);
        },
        { timeout: 8_000 },
      )
      .toContain("is back");
  },
);

test.skipIf(!hasRedis)(
  "while Redis is frozen no read but those in flight when it froze waits for it, and what is left there is read again after",
  async () => {
    await using proxy = await startTcpProxy({ targetPort: redisPort });
    const { log, lines } = recorder();
    const level = await redisLevel(`redis://127.0.0.1:${proxy.port}`, log);
    const key = crypto.randomUUID();
    level.set(key, 1, 600_000);
    await expect.poll(() => level.get(key), { timeout: 20_000 }).toEqual({ value: 1 });
    proxy.freeze();
    // If each waited for its 50 ms, these would take a quarter of an hour.
    for (let read = 0; read < 20_000; read += 1) expect(await level.get(key)).toBeNull();
    expect(lines).toHaveLength(1);
    proxy.thaw();
    await expect.poll(() => level.get(key), { timeout: 20_000 }).toEqual({ value: 1 });
    await level.close();
  },
);

test("without a Redis at start everything works, and one warning says so", async () => {
  const { log, lines } = recorder();
  const level = await redisLevel("redis://127.0.0.1:1", log);
  level.set("key", 1, 1_000);
  expect(await level.get("key")).toBeNull();
  await level.close();
  expect(lines).toHaveLength(1);
});
