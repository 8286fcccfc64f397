import { expect, test } from "vitest";
import type { EventBroker, EventStream, StoredEvent } from "../src/index.ts";
import { removeExpired } from "../src/retention/retention.ts";
import { newId, registered, until } from "./probe.ts";
import { type SpineOnTest, spineOnTest } from "./spine-on-test.ts";

const lost = { code: "STREAM_POSITION_LOST" };

/** Appends events, each in a unit of work of its own, and returns all that can be read. */
async function appended(at: SpineOnTest, ...names: string[]): Promise<readonly StoredEvent[]> {
  for (const name of names) await at.transact(({ events }) => events.append(registered(newId(), name)));
  const [row] = await at.db.sql<{ count: number }[]>`select count(*)::int as count from events`;
  let read: readonly StoredEvent[] = [];
  await until(async () => {
    read = await at.another().stream.read(null, 1_000);
    return read.length === row?.count;
  });
  return read;
}

/** Puts the database into a state without the newest events, as a failover with loss or an older backup does. */
async function setBack(at: SpineOnTest, count: number): Promise<void> {
  await at.db.sql.begin(async (tx) => {
    await tx`select set_config('ashlar.retention', 'on', true)`;
    await tx`delete from events where position in (select position from events order by position desc limit ${count})`;
    await tx`select setval(pg_get_serial_sequence('events', 'position'), (select max(position) from events))`;
  });
}

/** Gives the newest event the order key of another, as a copied-back database may, whose transaction ids repeat. */
const takeKeyOf = ({ cursor }: StoredEvent, at: SpineOnTest) =>
  at.db.sql.begin(async (tx) => {
    await tx`alter table events disable trigger user`;
    await tx`update events set xid = ${Number.parseInt(cursor, 36)} where position = (select max(position) from events)`;
    await tx`alter table events enable trigger user`;
  });

const cursorAt = (events: readonly StoredEvent[], index: number): string => events.at(index)?.cursor ?? "";

/** Follows until the stream ends; the names seen so far. */
function followed(stream: EventStream, after: string) {
  const seen: unknown[] = [];
  const ending = new AbortController();
  const done = (async () => {
    for await (const { data } of stream.follow({ after, signal: ending.signal })) seen.push(nameOf(data));
  })();
  return { seen, done, stop: () => ending.abort() };
}

const nameOf = (data: unknown): unknown => (data as { readonly name: string }).name;

test("a place is good while its event is there, and in no state of the database that lacks it", async () => {
  await using at = await spineOnTest();
  const before = await appended(at, "a", "b", "c");
  const { stream } = at.spine;
  for (const { cursor } of before) await stream.resume(cursor);
  await stream.resume("0-0");
  // As earlier releases wrote it.
  await stream.resume(cursorAt(before, -1).replace(/-[^-]*$/, ""));
  await setBack(at, 1);
  await stream.resume(cursorAt(before, 1));
  for (const other of [
    cursorAt(before, 2),
    cursorAt(before, 2).replace(/-[^-]*$/, ""),
    "zzzzzzzz-zzzz-00000000",
  ]) {
    await expect(stream.resume(other)).rejects.toMatchObject(lost);
    await expect(stream.read(other, 10)).rejects.toMatchObject(lost);
  }
  await expect(followed(stream, cursorAt(before, 2)).done).rejects.toMatchObject(lost);
  // The database has come further than the place since: still refused.
  await appended(at, "d", "e", "f");
  await expect(stream.resume(cursorAt(before, 2))).rejects.toMatchObject(lost);
});

test("a place that another event has taken is lost", async () => {
  await using at = await spineOnTest();
  const before = await appended(at, "a", "b");
  await setBack(at, 1);
  await appended(at, "another");
  const [gone] = before.slice(-1);
  if (!gone) throw new Error("There is no event.");
  await takeKeyOf(gone, at);
  const cursor = cursorAt(await appended(at), -1);
  expect(cursor.replace(/-[^-]*$/, "")).toBe(gone.cursor.replace(/-[^-]*$/, ""));
  await expect(at.spine.stream.resume(gone.cursor)).rejects.toMatchObject(lost);
});

test.each([1, 3])(
  "followers end when %i events of those they saw are gone, and new ones get what follows",
  async (count) => {
    await using at = await spineOnTest();
    const { stream } = at.spine;
    const start = await appended(at, "first");
    const following = followed(stream, cursorAt(start, 0));
    const before = await appended(at, "a", "b", "c");
    await until(() => following.seen.length === 3);
    await setBack(at, count);
    // Whatever the database has come to meanwhile.
    await appended(at, ...Array.from({ length: 5 }, (_, n) => `new ${n}`));
    await following.done;
    expect(following.seen).toEqual(["a", "b", "c"]);
    await expect(stream.resume(cursorAt(before, -1))).rejects.toMatchObject(lost);
    const again = followed(stream, await stream.head());
    const kept = followed(stream, cursorAt(start, 0));
    await appended(at, "live");
    await until(() => again.seen.length > 0 && kept.seen.includes("live"));
    expect(again.seen).toEqual(["live"]);
    expect(kept.seen.slice(-6)).toEqual([...Array.from({ length: 5 }, (_, n) => `new ${n}`), "live"]);
    again.stop();
    kept.stop();
    await Promise.all([again.done, kept.done]);
    expect(at.log.lines).toContainEqual({
      level: "warn",
      message: "event stream position lost, followers begin again",
    });
  },
);

test("a place before what retention has removed is lost, the last removed one is good", async () => {
  await using at = await spineOnTest();
  const before = await appended(at, "a", "b", "c");
  const { stream } = at.another();
  const keep = { eventMonths: 1, auditMonths: null, deadLetterDays: null };
  const later = new Date(Date.now() + 70 * 86_400_000);
  await removeExpired(at.db.connection, later, keep, new AbortController().signal);
  expect(await at.db.sql`select 1 from events`).toHaveLength(0);
  for (const cursor of ["0-0", cursorAt(before, 0), cursorAt(before, 1)]) {
    await expect(stream.resume(cursor)).rejects.toMatchObject(lost);
  }
  await stream.resume(cursorAt(before, 2));
  // What a follower begins with when nothing is left is good, and stays so.
  const head = await stream.head();
  await stream.resume(head);
  const after = followed(stream, head);
  await appended(at, "d");
  await until(() => after.seen.length === 1);
  after.stop();
  await after.done;
});

test("an event is written behind all others, though the cluster's transaction ids are lower than theirs", async () => {
  await using at = await spineOnTest();
  // The process has looked at the epoch already.
  await appended(at, "before");
  await at.db
    .sql`insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at)
    values (pg_current_xact_id()::text::bigint + 1000000, ${newId()}, 'user.registered', 1, 'user', ${newId()}, 1,
      ${at.db.sql.json({ userId: newId(), email: "a@b.test", name: "restored" })}, now())`;
  const read = await appended(at, "after", "later");
  expect(read.map(({ data }) => nameOf(data))).toEqual(["before", "restored", "after", "later"]);
});

test("a relay whose stored position goes back relays what is new, each once and in order", async () => {
  await using at = await spineOnTest();
  const published: string[] = [];
  const broker: EventBroker = {
    name: "test",
    alreadyKept: async (ids) => new Set(ids.filter((id) => published.includes(id))),
    publish: async (events) => void published.push(...events.map(({ id }) => id)),
    close: async () => undefined,
  };
  await appended(at, "a");
  const relay = at.spine.startRelay(broker, { pollMs: 20 });
  await until(() => published.length === 1);
  const [stored] = await at.db.sql`select xid, position from relays`;
  const before = await appended(at, "b", "c");
  await until(() => published.length === 3);
  await setBack(at, 2);
  await at.db.sql`update relays set xid = ${stored?.xid}, position = ${stored?.position}`;
  const now = await appended(at, "d", "e");
  await until(() => published.length === 5);
  await relay.stop();
  expect(published).toEqual([...before.map(({ id }) => id), ...now.slice(1).map(({ id }) => id)]);
});
