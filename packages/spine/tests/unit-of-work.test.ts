import { expect, test } from "vitest";
import { z } from "zod";
import { defineHandler, defineJob, handleJob } from "../src/index.ts";
import { effect, newId, registered, until } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const note = defineJob({ name: "test.note", data: z.object({ text: z.string() }) });

test("commits rows, events, deliveries, jobs and audit entries together", async () => {
  await using at = await spineOnTest();
  at.spine.register({
    handlers: [defineHandler({ name: "test.greet", on: ["user.registered"], handle: async () => undefined })],
  });
  const userId = newId();
  await at.transact(async ({ effect, events, jobs, audit }) => {
    await effect("row");
    await events.append(registered(userId, "one"), registered(userId, "two"));
    await jobs.enqueue(note, { text: "hello" });
    await audit.record({ action: "test.done", actor: null, subject: { kind: "user", id: userId } });
  });
  const [counts] = await at.db.sql`select (select count(*)::int from effects) as effects,
    (select array_agg(sequence order by position) from events) as sequences,
    (select count(*)::int from jobs where event_position is not null) as deliveries,
    (select count(*)::int from jobs where queue = 'test.note') as jobs,
    (select count(*)::int from audit_entries) as audit`;
  expect(counts).toEqual({ effects: 1, sequences: [1, 2], deliveries: 2, jobs: 1, audit: 1 });
});

test("leaves nothing of any kind when the work fails", async () => {
  await using at = await spineOnTest();
  const failing = at.transact(async ({ effect, events, jobs, audit }) => {
    await effect("row");
    await events.append(registered(newId(), "one"));
    await jobs.enqueue(note, { text: "hello" });
    await audit.record({ action: "test.done", actor: null, subject: { kind: "user", id: "x" } });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  const [counts] = await at.db.sql`select (select count(*)::int from effects) as effects,
    (select count(*)::int from events) as events, (select count(*)::int from jobs) as jobs,
    (select count(*)::int from audit_entries) as audit`;
  expect(counts).toEqual({ effects: 0, events: 0, jobs: 0, audit: 0 });
});

test("a unit of work inside another joins it, and its failure is the failure of both", async () => {
  await using at = await spineOnTest();
  const outer = at.transact(async ({ effect }) => {
    await effect("outer");
    await at
      .transact(async (inner) => {
        await inner.effect("inner");
        throw new Error("inner failed");
      })
      .catch(() => undefined);
  });
  await expect(outer).rejects.toThrow("inner failed");
  await at.transact(async ({ effect }) => {
    await effect("outer");
    await at.transact((inner) => inner.effect("inner"));
  });
  expect(await at.db.sql`select who from effects order by id`).toEqual([{ who: "outer" }, { who: "inner" }]);
});

test("numbers the events of an aggregate without a gap, however many append at once", async () => {
  await using at = await spineOnTest();
  const userId = newId();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      at.transact(({ events }) => events.append(registered(userId, String(index)))),
    ),
  );
  const rows = await at.db.sql`select sequence::int from events order by xid, position`;
  expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test("events and audit entries cannot be changed or removed", async () => {
  await using at = await spineOnTest();
  await at.transact(async ({ events, audit }) => {
    await events.append(registered(newId(), "one"));
    await audit.record({ action: "test.done", actor: null, subject: { kind: "user", id: "x" } });
  });
  for (const statement of [
    "update events set type = 'x'",
    "delete from events",
    "truncate events",
    "update audit_entries set action = 'x'",
    "delete from audit_entries",
  ]) {
    await expect(at.db.sql.unsafe(statement)).rejects.toThrow("append-only");
  }
});

test("a worker does jobs and delivers events, each in a moment", async () => {
  await using at = await spineOnTest();
  const texts: string[] = [];
  at.spine.register({
    handlers: [
      defineHandler({
        name: "test.greet",
        on: ["user.registered"],
        handle: async ({ event, tx }) => {
          await effect(tx, event.data.name);
          await at.transact(({ jobs }) => jobs.enqueue(note, { text: `greet ${event.data.name}` }));
        },
      }),
    ],
    jobs: [
      handleJob(note, async ({ data }) => {
        texts.push(data.text);
      }),
    ],
  });
  const worker = at.spine.startWorker();
  await at.transact(({ events }) => events.append(registered(newId(), "ann")));
  await until(() => texts.length === 1);
  expect(texts).toEqual(["greet ann"]);
  await until(async () => (await at.db.sql`select 1 from jobs`).length === 0);
  expect(await at.db.sql`select who from effects`).toEqual([{ who: "ann" }]);
  expect(await at.db.sql`select handler from inbox`).toEqual([{ handler: "test.greet" }]);
  await worker.stop();
});
