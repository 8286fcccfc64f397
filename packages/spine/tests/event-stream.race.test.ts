import { expect, test } from "vitest";
import type { EventStream, StoredEvent } from "../src/index.ts";
import { newId, registered, until } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const names = (events: readonly { readonly data: unknown }[]): unknown[] =>
  events.map(({ data }) => (data as { readonly name: string }).name);

/** Reads what was committed: transactions of other databases of the cluster may hold it back for a moment. */
async function settled(stream: EventStream, count: number): Promise<readonly StoredEvent[]> {
  let read: readonly StoredEvent[] = [];
  await until(async () => {
    read = await stream.read(null, 1_000);
    return read.length >= count;
  });
  return read;
}

test("an event with a lower position that commits later is read in its place, and none is passed over", async () => {
  await using at = await spineOnTest();
  const early = Promise.withResolvers<void>();
  const late = Promise.withResolvers<void>();
  // The first writer has its transaction id and its position, and has not committed.
  const held = at.db.sql.begin(async (tx) => {
    await tx`insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at)
      values (pg_current_xact_id()::text::bigint, ${newId()}, 'user.registered', 1, 'user', ${newId()}, 1,
        ${tx.json({ userId: newId(), email: "a@b.test", name: "held" })}, now())`;
    early.resolve();
    await late.promise;
  });
  await early.promise;
  await at.transact(({ events }) => events.append(registered(newId(), "quick")));
  const positions = await at.db.sql`select position from events`;
  expect(positions).toHaveLength(1);
  expect(names(await at.spine.stream.read(null, 10))).toEqual([]);
  late.resolve();
  await held;
  expect(names(await settled(at.spine.stream, 2))).toEqual(["held", "quick"]);
});

test("a follower gets every event once and in order while writers commit in any order", async () => {
  await using at = await spineOnTest();
  const ending = new AbortController();
  const seen: string[] = [];
  const { stream } = at.another();
  const follower = stream.follow({ after: await stream.head(), signal: ending.signal });
  const followed = (async () => {
    for await (const event of follower) seen.push(event.cursor);
  })();
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    for (let round = 0; round < 30; round += 1) {
      await at.transact(async ({ effect, events }) => {
        await effect(`${writer}`);
        await events.append(registered(newId(), `${writer}.${round}`));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      });
    }
  });
  await Promise.all(writers);
  const all = await settled(at.spine.stream, 300);
  expect(all).toHaveLength(300);
  await until(() => seen.length >= 300);
  expect(seen).toEqual(all.map(({ cursor }) => cursor));
  ending.abort();
  await followed;
});

test("an aggregate's events keep their order when a writer took its transaction id before its turn", async () => {
  await using at = await spineOnTest();
  const userId = newId();
  const hasId = Promise.withResolvers<void>();
  const first = Promise.withResolvers<void>();
  const slow = at.transact(async ({ effect, events }) => {
    await effect("takes a transaction id");
    hasId.resolve();
    await first.promise;
    await events.append(registered(userId, "second"));
  });
  await hasId.promise;
  await at.transact(({ events }) => events.append(registered(userId, "first")));
  first.resolve();
  await slow;
  const read = await settled(at.spine.stream, 2);
  expect(names(read)).toEqual(["first", "second"]);
  expect(read.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test("a follower continues after its cursor: no gap, no repetition, whatever it has to catch up", async () => {
  await using at = await spineOnTest();
  for (let index = 0; index < 3; index += 1) {
    await at.transact(({ events }) =>
      events.append(...Array.from({ length: 400 }, (_, n) => registered(newId(), `${index * 400 + n}`))),
    );
  }
  const all = await settled(at.spine.stream, 1_000);
  const ending = new AbortController();
  const seen: unknown[] = [];
  const cursor = all[99]?.cursor ?? "";
  for await (const event of at.spine.stream.follow({ after: cursor, signal: ending.signal })) {
    seen.push((event.data as { readonly name: string }).name);
    if (seen.length === 1_100) {
      await at.transact(({ events }) => events.append(registered(newId(), "live")));
    }
    if (seen.length === 1_101) ending.abort();
  }
  expect(seen).toEqual([...Array.from({ length: 1_100 }, (_, index) => String(index + 100)), "live"]);
});

test("a follower that falls behind is ended, the others are not, and its cursor is good to continue", async () => {
  await using at = await spineOnTest();
  const ending = new AbortController();
  const { stream } = at.spine;
  const after = await stream.head();
  const slow = stream.follow({ after, signal: ending.signal, bufferEvents: 10 });
  const quick = stream.follow({ after, signal: ending.signal });
  const say = (name: string) => at.transact(({ events }) => events.append(registered(newId(), name)));
  // Both follow the shared reader before the first event is sent; one event is within the slow one's bound.
  const both = Promise.all([slow.next(), quick.next()]);
  await say("begin");
  const [slowFirst, quickFirst] = (await both).map(({ value }) => value);
  expect(names([slowFirst, quickFirst].flatMap((one) => one ?? []))).toEqual(["begin", "begin"]);
  for (let index = 1; index <= 12; index += 1) await say(String(index));
  const all = [quickFirst];
  while (names(all.flatMap((one) => one ?? [])).at(-1) !== "12")
    all.push((await quick.next()).value ?? undefined);
  const cursors = all.map((one) => one?.cursor);

  // It ends with nothing of what had to wait, and a reader continues after its last event.
  const slowly = [slowFirst?.cursor];
  for await (const event of slow) slowly.push(event.cursor);
  const rest = await stream.read(slowly.at(-1) ?? "", 100);
  expect(rest).toHaveLength(12);
  const resumed = [...slowly, ...rest.map(({ cursor }) => cursor)];
  expect(resumed).toEqual(cursors.slice(cursors.indexOf(slowFirst?.cursor)));
  ending.abort();
});

test("refuses a cursor that is not one of its own", async () => {
  await using at = await spineOnTest();
  for (const cursor of ["", "x", "1", "1-", "-1", "1-1-1", "1-1\n", "é-1", "1".repeat(40)]) {
    await expect(at.spine.stream.read(cursor, 1)).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  }
});

test("continues in order after a restore into a cluster whose transaction ids are lower", async () => {
  await using at = await spineOnTest();
  await at.db
    .sql`insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at)
    values (900000000000, ${newId()}, 'user.registered', 1, 'user', ${newId()}, 1,
      ${at.db.sql.json({ userId: newId(), email: "a@b.test", name: "old" })}, now())`;
  const spine = at.another();
  await spine.unitOfWork(() => ({}))(({ events }) => events.append(registered(newId(), "new")));
  expect(names(await settled(spine.stream, 2))).toEqual(["old", "new"]);
});
