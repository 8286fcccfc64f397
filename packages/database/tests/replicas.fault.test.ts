import { inRequestScope, type Log, type ReadAfter } from "@ashlar/kernel";
import { type StreamingPair, startStreamingPair, startTcpProxy } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseConnection, openDatabase } from "../src/index.ts";

const counters = pgTable("counters", { id: integer().primaryKey(), value: integer().notNull() });
const servers = pgTable("servers", { name: text().notNull() });

let pair: StreamingPair;
beforeAll(async () => {
  pair = await startStreamingPair();
  await pair.primarySql`create table counters (id integer primary key, value integer not null)`;
  await pair.primarySql`insert into counters values (1, 0)`;
  // A name for each server, without a look at the code under test.
  await pair.primarySql`
    create view servers as select case when pg_is_in_recovery() then 'standby' else 'primary' end as name`;
});
afterAll(() => pair?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await pair.standbySql`select pg_wal_replay_resume()`;
});

const quiet = () => undefined;
const recorder = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = [];
  const warn = (_: unknown, message: string) => lines.push(message);
  return { lines, log: { debug: quiet, info: quiet, warn, error: warn } };
};
const { log: silent } = recorder();

/** A caller of which nothing is known but that it has written nothing. */
const newcomer = (): ReadAfter => ({ positionBytes: 0n, committedAtMs: null, hasAdvanced: false });

/** Does something as a request of a caller. */
const asRequest = <Result>(readAfter: ReadAfter, work: () => Promise<Result>): Promise<Result> => {
  const { signal } = new AbortController();
  return inRequestScope({ requestId: "r", traceparent: "t", signal, log: silent, readAfter }, work);
};

const serverOf = async ({ readReplica }: DatabaseConnection): Promise<string | undefined> =>
  (await readReplica.select().from(servers))[0]?.name;
const counterOf = async ({ readReplica }: DatabaseConnection): Promise<number | undefined> =>
  (await readReplica.select({ value: counters.value }).from(counters))[0]?.value;
const increment = ({ transact }: DatabaseConnection): Promise<number> =>
  transact(async (tx) => {
    const [row] = await tx
      .update(counters)
      .set({ value: sql`${counters.value} + 1` })
      .returning({ value: counters.value });
    return row?.value ?? -1;
  });

async function opened(replicaUrl = pair.standby.url, log: Log = silent): Promise<DatabaseConnection> {
  const connection = openDatabase({ url: pair.primary.url, replicaUrls: [replicaUrl], log });
  await expect.poll(() => connection.stats().spread.replicas[0]?.isUsed, { timeout: 10_000 }).toBe(true);
  return connection;
}

test("a caller that wrote nothing is served by the replica; work outside requests by the primary", async () => {
  await using connection = await opened();
  expect(await asRequest(newcomer(), () => serverOf(connection))).toBe("standby");
  expect(await serverOf(connection)).toBe("primary");
});

test("while replay stands still a caller reads what it wrote, and others continue at the replica", async () => {
  await using connection = await opened();
  await pair.standbySql`select pg_wal_replay_pause()`;
  const writer = newcomer();
  const written = await asRequest(writer, () => increment(connection));
  expect(writer).toMatchObject({ hasAdvanced: true, positionBytes: expect.any(BigInt) });
  expect(await asRequest(writer, () => counterOf(connection))).toBe(written);
  expect(await asRequest(newcomer(), () => counterOf(connection))).toBe(written - 1);

  await pair.standbySql`select pg_wal_replay_resume()`;
  await expect.poll(() => asRequest(writer, () => serverOf(connection))).toBe("standby");
  expect(await asRequest(writer, () => counterOf(connection))).toBe(written);
});

test("figures say how far behind the replica is, in bytes and in time, and who reads where", async () => {
  await using connection = await opened();
  const standing = () => connection.stats().spread.replicas[0] ?? expect.unreachable();
  await expect.poll(() => [standing().lagBytes, standing().lagMs]).toEqual([0, 0]);
  await asRequest(newcomer(), () => serverOf(connection));
  expect(connection.stats().spread).toMatchObject({ replicas: [{ reads: 1 }], waits: 0, skipped: 0 });

  await pair.standbySql`select pg_wal_replay_pause()`;
  const writer = newcomer();
  await asRequest(writer, () => increment(connection));
  await asRequest(writer, () => counterOf(connection));
  expect(connection.stats().spread).toMatchObject({ replicas: [{ reads: 1 }], waits: 1, skipped: 1 });
  await expect.poll(() => standing().lagMs, { timeout: 5_000 }).toBeGreaterThan(1_500);
  expect(standing().lagBytes).toBeGreaterThan(0);
  expect(standing().lagBytes).toBeLessThan(1_000_000);

  await pair.standbySql`select pg_wal_replay_resume()`;
  await expect.poll(() => [standing().lagBytes, standing().lagMs], { timeout: 5_000 }).toEqual([0, 0]);
});

test("the position holds on another process that never saw the commit", async () => {
  await using first = await opened();
  await using second = await opened();
  await pair.standbySql`select pg_wal_replay_pause()`;
  const writer = newcomer();
  const written = await asRequest(writer, () => increment(first));
  expect(await asRequest({ ...writer }, () => counterOf(second))).toBe(written);
});

test("200 writes, each read at once, never show an older value, wherever they are read", async () => {
  await using connection = await opened();
  const writer = newcomer();
  let written = 0;
  for (let round = 0; round < 200; round += 1) {
    written = await asRequest(writer, () => increment(connection));
    expect(await asRequest(writer, () => counterOf(connection))).toBeGreaterThanOrEqual(written);
  }
  // A replica that was behind is passed over for a while, then it serves the writer too.
  const served = () => asRequest(writer, () => serverOf(connection));
  await expect.poll(served, { timeout: 20_000 }).toBe("standby");
  expect(await asRequest(writer, () => counterOf(connection))).toBe(written);
});

test("a replica that stands still is waited for no longer than its patience, and not by every read", async () => {
  await using connection = await opened();
  await pair.standbySql`select pg_wal_replay_pause()`;
  const writer = newcomer();
  await asRequest(writer, () => increment(connection));
  const before = connection.stats().spread;
  for (let read = 0; read < 20; read += 1) await asRequest(writer, () => counterOf(connection));
  const { waits, skipped } = connection.stats().spread;
  expect(skipped - before.skipped).toBe(20);
  expect(waits - before.waits).toBeLessThan(20);
});

test("a caller that brings no position is read to from the primary once, and told one", async () => {
  await using connection = await opened();
  const unknown: ReadAfter = { positionBytes: null, committedAtMs: null, hasAdvanced: false };
  expect(await asRequest(unknown, () => serverOf(connection))).toBe("primary");
  expect(unknown).toMatchObject({ hasAdvanced: true, positionBytes: expect.any(BigInt) });
  await expect.poll(() => asRequest(unknown, () => serverOf(connection))).toBe("standby");
});

test("a replica that is cut off fails no read, is warned of once, and serves again when it is back", async () => {
  await using proxy = await startTcpProxy({ targetPort: pair.standby.port });
  const { log, lines } = recorder();
  const url = new URL(pair.standby.url);
  url.port = String(proxy.port);
  await using connection = await opened(url.href, log);
  let isOver = false;
  const reading = (async () => {
    let reads = 0;
    for (; !isOver; reads += 1)
      expect(await asRequest(newcomer(), () => counterOf(connection))).toBeTypeOf("number");
    return reads;
  })();
  for (let time = 0; time < 5; time += 1) {
    proxy.cut();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  proxy.freeze();
  await expect.poll(() => lines.length, { timeout: 6_000 }).toBeGreaterThan(0);
  expect(await asRequest(newcomer(), () => serverOf(connection))).toBe("primary");
  proxy.thaw();
  await expect.poll(() => connection.stats().spread.replicas[0]?.isUsed, { timeout: 10_000 }).toBe(true);
  isOver = true;
  expect(await reading).toBeGreaterThan(10);
});

test("a replica that was never there costs a warning and nothing else", async () => {
  const { log, lines } = recorder();
  await using connection = openDatabase({
    url: pair.primary.url,
    replicaUrls: ["postgres://ashlar:none@127.0.0.1:1/ashlar"],
    log,
  });
  for (let read = 0; read < 50; read += 1) {
    expect(await asRequest(newcomer(), () => serverOf(connection))).toBe("primary");
  }
  await expect.poll(() => lines.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(lines).toHaveLength(1);
});
