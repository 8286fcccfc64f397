import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { startTcpProxy, type TestDatabase, testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { type DriverClient, driverClient } from "../src/driver/driver-client.ts";
import { type DriverQuery, sendStatement } from "../src/driver/send-statement.ts";

/** What patches/postgres@3.4.9.patch repairs, on the driver alone; see docs/decisions/003. */
const inTime = <Result>(work: Promise<Result>): Promise<Result | "hung"> =>
  Promise.race([work, wait(30_000, "hung" as const, { ref: false })]);

const withClient = async (
  url: string,
  connections: number,
  work: (client: DriverClient) => Promise<void>,
): Promise<void> => {
  const client = driverClient({ url, connections, connectTimeoutMs: 1_000 });
  try {
    await work(client);
  } finally {
    await client.end({ timeout: 0 });
  }
};

/** Sends now: the driver's queries wait to be awaited, which would turn their order round. */
const sendNow = (client: Pick<DriverClient, "unsafe">, text: string, value: string): DriverQuery => {
  const query = sendStatement(client, text, [value], { rows: "objects", prepare: true });
  query.catch(() => undefined);
  return query;
};

/** Holds an advisory lock, so that a statement which asks for it runs exactly until `release`. */
async function heldLock(own: TestDatabase, key: number) {
  const released = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  const client = driverClient({ url: own.url, connections: 1 });
  const holder = client.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${key})`;
    taken.resolve();
    await released.promise;
  });
  await taken.promise;
  const waiting = () => own.sql`select 1 from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return {
    isWaitedFor: () => expect.poll(waiting, { interval: 5, timeout: 30_000 }).toHaveLength(1),
    release: async (): Promise<void> => {
      released.resolve();
      await holder;
      await client.end({ timeout: 0 });
    },
  };
}

test("a query cancelled before its turn in the pipeline keeps its place: the ones after get their own rows", async () => {
  await using own = await testDatabase();
  await withClient(own.url, 1, async (client) => {
    // A statement waits for the lock whose key is the length of its value: 5 for "first", 6 for "second".
    const send = (value: string) =>
      sendNow(client, "select $1::text as echo, pg_advisory_lock_shared(length($1::text))", value);
    await send("warm");
    await client`select pg_advisory_unlock_all()`;
    const held = await heldLock(own, "first".length);
    const cancelled = await heldLock(own, "second".length);
    const [first, second, third, fourth] = [send("first"), send("second"), send("third"), send("last")];
    await held.isWaitedFor();
    const cancelling = inTime(Promise.resolve(second.cancel()));
    await held.release();
    expect(await cancelling).not.toBe("hung");
    const echoes = await inTime(Promise.all([first, third, fourth]));
    expect(echoes).toMatchObject([[{ echo: "first" }], [{ echo: "third" }], [{ echo: "last" }]]);
    await expect(second).rejects.toMatchObject({ code: "57014" });
    await cancelled.release();
    expect(await inTime(Promise.resolve(first.cancel()))).not.toBe("hung");
  });
});

test("the first reservation on a cold pool is served", async () => {
  await using own = await testDatabase();
  await withClient(own.url, 1, async (client) => {
    const reserved = await inTime(client.reserve());
    expect(reserved).not.toBe("hung");
    if (reserved !== "hung") reserved.release();
  });
});

test("a reservation that failed takes no connection with it", async () => {
  await using own = await testDatabase();
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(own.url).port) });
  const url = new URL(own.url);
  url.port = String(proxy.port);
  await withClient(url.href, 2, async (client) => {
    proxy.freeze();
    for (let failure = 0; failure < 3; failure += 1) {
      const failing = client.reserve().then(
        () => "reserved",
        () => "failed",
      );
      await expect.poll(() => proxy.accepted(), { interval: 1 }).toBeGreaterThan(failure);
      proxy.cut();
      expect(await inTime(failing)).toBe("failed");
    }
    proxy.thaw();
    const both = await inTime(Promise.all([client.reserve(), client.reserve()]));
    expect(both).not.toBe("hung");
    if (both !== "hung") for (const reserved of both) reserved.release();
  });
});

test("a statement cancelled while it waits in a reservation does not stop the ones behind it", async () => {
  await using own = await testDatabase();
  await withClient(own.url, 1, async (client) => {
    const reserved = await client.reserve();
    const held = await heldLock(own, 1);
    const first = sendNow(reserved, "select pg_advisory_lock_shared(1), $1::text", "first");
    const second = sendNow(reserved, "select $1::text as second", "second");
    const third = sendNow(reserved, "select $1::text as third", "third");
    await held.isWaitedFor();
    const cancelling = second.cancel();
    await held.release();
    await cancelling;
    await first;
    expect(await inTime(third)).toMatchObject([{ third: "third" }]);
    reserved.release();
  });
});

test("a released reservation refuses statements: the connection is somebody else's", async () => {
  await using own = await testDatabase();
  await withClient(own.url, 1, async (client) => {
    const reserved = await client.reserve();
    reserved.release();
    await expect(inTime(reserved`select 1`)).rejects.toThrow("released");
  });
});

test("a server that hangs up on every connection fails queries instead of being called for ever", async () => {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await withClient(`postgres://nobody@127.0.0.1:${port}/nothing`, 2, async (client) => {
    const outcomes = await inTime(Promise.allSettled(Array.from({ length: 50 }, () => client`select 1`)));
    expect(outcomes === "hung" ? outcomes : outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(calls).toBeLessThan(20);
  });
  server.close();
});

test("a statement that fails after its first row leaves nothing to the next one on its connection", async () => {
  await using own = await testDatabase();
  await withClient(own.url, 1, async (client) => {
    const failing = "select 6 / (3 - number) as quotient from generate_series(1, $1::int) as number";
    await expect(sendNow(client, failing, "3")).rejects.toMatchObject({ code: "22012" });
    const [row] = await sendNow(client, "select $1::text as echo", "mine");
    expect(row).toEqual({ echo: "mine" });
  });
});
