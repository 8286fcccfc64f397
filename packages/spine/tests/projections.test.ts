import { fakeClock } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { defineProjection, minuteCounters } from "../src/index.ts";
import { effect, newId, registered, until } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const namesSeen = defineProjection({
  name: "test.names",
  on: ["user.registered"],
  apply: async (tx, events) => {
    for (const event of events) await effect(tx, event.data.name);
  },
  reset: async (tx) => {
    await tx.execute(sql`delete from effects`);
  },
});

test("applies every event once and in order over two workers, and again from the first when replayed", async () => {
  await using at = await spineOnTest();
  at.spine.register({ projections: [namesSeen] });
  const other = at.another();
  other.register({ projections: [namesSeen] });
  const workers = [at.spine.startWorker({ pollMs: 50 }), other.startWorker({ pollMs: 50 })];
  const expected = Array.from({ length: 60 }, (_, index) => String(index));
  for (const name of expected) await at.transact(({ events }) => events.append(registered(newId(), name)));
  await until(async () => (await at.effects()).length >= 60);
  expect(await at.effects()).toEqual(expected);
  await at.spine.replay("test.names");
  await until(async () => (await at.effects()).length >= 60);
  expect(await at.effects()).toEqual(expected);
  await Promise.all(workers.map((worker) => worker.stop()));
});

test("an event that cannot be applied stops the projection where it is, says why, and is not passed over", async () => {
  await using at = await spineOnTest();
  let isBroken = true;
  at.spine.register({
    projections: [
      defineProjection({
        name: "test.fragile",
        on: ["user.registered"],
        apply: async (tx, events) => {
          for (const event of events) {
            if (isBroken && event.data.name === "bad") throw new RangeError("cannot apply");
            await effect(tx, event.data.name);
          }
        },
        reset: async () => undefined,
      }),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 50 });
  await at.transact(({ events }) => events.append(registered(newId(), "good"), registered(newId(), "bad")));
  await until(
    async () => (await at.db.sql`select 1 from projections where failure is not null`).length === 1,
  );
  expect(await at.db.sql`select failure from projections`).toEqual([{ failure: "RangeError: cannot apply" }]);
  isBroken = false;
  await until(async () => (await at.effects()).length === 2);
  expect(await at.effects()).toEqual(["good", "bad"]);
  expect(await at.db.sql`select failure from projections`).toEqual([{ failure: null }]);
  await worker.stop();
});

test("figures count and sum by the minute of the event, and add up to hours", async () => {
  const clock = fakeClock(new Date("2026-03-01T10:00:00Z"));
  await using at = await spineOnTest({ clock });
  at.spine.register({
    projections: [
      minuteCounters("users.registered", ["user.registered"], ({ data }) => ({
        label: data.email,
        amount: data.name.length,
      })),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 50 });
  for (const minute of [0, 0, 30, 70]) {
    clock.set(new Date(Date.UTC(2026, 2, 1, 10, minute, 15)));
    await at.transact(({ events }) => events.append(registered(newId(), "four")));
  }
  const window = { since: new Date("2026-03-01T00:00:00Z"), until: new Date("2026-03-02T00:00:00Z") };
  const read = (by: "minute" | "hour") => at.spine.timeBuckets.read("users.registered", { by, ...window });
  await until(async () => (await read("hour")).reduce((sum, { count }) => sum + count, 0) === 4);
  const line = (start: string, count: number) => ({
    start: new Date(`2026-03-01T${start}:00Z`),
    label: "a@b.test",
    count,
    total: 4 * count,
  });
  expect(await read("minute")).toEqual([line("10:00", 2), line("10:30", 1), line("11:10", 1)]);
  expect(await read("hour")).toEqual([line("10:00", 3), line("11:00", 1)]);
  await worker.stop();
});
