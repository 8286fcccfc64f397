import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineJob, handleJob, type JobHandler } from "../src/index.ts";
import { until } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const Text = z.object({ text: z.string() });
const note = defineJob({ name: "test.note", data: Text, retry: { attempts: 3, baseMs: 20 } });

test("a job that is not finished is not added again under its key; once it is finished it is", async () => {
  await using at = await spineOnTest();
  const done: string[] = [];
  at.spine.register({
    jobs: [
      handleJob(note, async ({ data }) => {
        done.push(data.text);
      }),
    ],
  });
  const add = (text: string) => at.transact(({ jobs }) => jobs.enqueue(note, { text }, { uniqueKey: "one" }));
  await add("first");
  await add("second");
  const worker = at.spine.startWorker();
  await until(async () => (await at.db.sql`select 1 from jobs`).length === 0);
  await add("third");
  await until(() => done.length === 2);
  expect(done).toEqual(["first", "third"]);
  await worker.stop();
});

test("high priority goes before normal and low, and each in the order it was due", async () => {
  await using at = await spineOnTest();
  const done: string[] = [];
  at.spine.register({
    jobs: [
      handleJob(note, async ({ data }) => {
        done.push(data.text);
      }),
    ],
  });
  for (const [text, priority] of [
    ["low", "low"],
    ["normal 1", "normal"],
    ["high 1", "high"],
    ["normal 2", "normal"],
    ["high 2", "high"],
  ] as const) {
    await at.transact(({ jobs }) => jobs.enqueue(note, { text }, { priority }));
  }
  const worker = at.spine.startWorker({ concurrency: 1 });
  await until(() => done.length === 5);
  expect(done).toEqual(["high 1", "high 2", "normal 1", "normal 2", "low"]);
  await worker.stop();
});

test("a delayed job waits for its time", async () => {
  await using at = await spineOnTest();
  let doneAt = 0;
  at.spine.register({
    jobs: [
      handleJob(note, async () => {
        doneAt = performance.now();
      }),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 20 });
  const addedAt = performance.now();
  await at.transact(({ jobs }) => jobs.enqueue(note, { text: "later" }, { delayMs: 300 }));
  await until(() => doneAt > 0);
  expect(doneAt - addedAt).toBeGreaterThanOrEqual(299);
  await worker.stop();
});

test("is tried as often as declared, undone once when all failed, and kept with its reason", async () => {
  await using at = await spineOnTest();
  const attempts: number[] = [];
  at.spine.register({
    jobs: [
      handleJob(
        note,
        async ({ attempt }) => {
          attempts.push(attempt);
          await at.transact(({ effect }) => effect(`tried ${attempt}`));
          throw new Error("not today");
        },
        {
          exhausted: async ({ data, reason }) => {
            await at.transact(({ effect }) => effect(`undone ${data.text}: ${reason}`));
          },
        },
      ),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 20 });
  await at.transact(({ jobs }) => jobs.enqueue(note, { text: "x" }));
  await until(async () => (await at.spine.deadLetters.list(1)).length === 1);
  expect(attempts).toEqual([1, 2, 3]);
  expect(await at.effects()).toEqual(["tried 1", "tried 2", "tried 3", "undone x: Error: not today"]);
  await worker.stop();
});

test("an attempt that takes too long is given up, and what it still does cannot commit", async () => {
  await using at = await spineOnTest();
  const slow = defineJob({
    name: "test.slow",
    data: Text,
    timeoutMs: 100,
    retry: { attempts: 2, baseMs: 1 },
  });
  const late: Promise<unknown>[] = [];
  at.spine.register({
    jobs: [
      handleJob(slow, async ({ attempt }) => {
        if (attempt === 2) return;
        const zombie = new Promise((resolve) => setTimeout(resolve, 250)).then(() =>
          at.transact(({ effect }) => effect("zombie")),
        );
        late.push(zombie.catch((error: unknown) => error));
        await zombie;
      }),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 20 });
  await at.transact(({ jobs }) => jobs.enqueue(slow, { text: "x" }));
  await until(async () => (await at.db.sql`select 1 from jobs`).length === 0);
  await until(() => late.length === 1);
  expect(await late[0]).toBeInstanceOf(Error);
  expect(await at.effects()).toEqual([]);
  await worker.stop();
});

test("an attempt whose job another has taken commits nothing, and does not finish the job", async () => {
  await using at = await spineOnTest();
  const tried = Promise.withResolvers<unknown>();
  at.spine.register({
    jobs: [
      handleJob(note, async () => {
        await at.db.sql`update jobs set lease_token = gen_random_uuid(), run_at = now() + interval '1 hour'`;
        const writing = at.transact(({ effect }) => effect("too late"));
        tried.resolve(await writing.catch((error: unknown) => error));
      }),
    ],
  });
  const worker = at.spine.startWorker();
  await at.transact(({ jobs }) => jobs.enqueue(note, { text: "x" }));
  expect(await tried.promise).toMatchObject({ name: "LeaseLost" });
  await worker.stop();
  expect(await at.effects()).toEqual([]);
  expect(await at.db.sql`select state from jobs`).toEqual([{ state: "running" }]);
});

test("a transactional job's effect and its end commit together", async () => {
  await using at = await spineOnTest();
  at.spine.register({
    jobs: [
      handleJob(
        note,
        async ({ attempt }) => {
          await at.transact(({ effect }) => effect(`attempt ${attempt}`));
          if (attempt === 1) throw new Error("after the effect");
        },
        { isTransactional: true },
      ),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 20 });
  await at.transact(({ jobs }) => jobs.enqueue(note, { text: "x" }));
  await until(async () => (await at.db.sql`select 1 from jobs`).length === 0);
  expect(await at.effects()).toEqual(["attempt 2"]);
  await worker.stop();
});

test("no more of a bounded job run at once than declared, over two workers", async () => {
  await using at = await spineOnTest();
  const bounded = defineJob({ name: "test.bounded", data: Text, concurrency: 3 });
  let running = 0;
  let most = 0;
  let done = 0;
  const handler: JobHandler = handleJob(bounded, async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 15));
    running -= 1;
    done += 1;
  });
  at.spine.register({ jobs: [handler] });
  const other = at.another();
  other.register({ jobs: [handler] });
  await at.transact(async ({ jobs }) => {
    for (let index = 0; index < 30; index += 1) await jobs.enqueue(bounded, { text: `${index}` });
  });
  const workers = [at.spine.startWorker({ pollMs: 30 }), other.startWorker({ pollMs: 30 })];
  await until(() => done === 30);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(most).toBe(3);
});

test("a cron job runs once per tick over two workers, and once for ticks that nobody saw", async () => {
  const clock = fakeClock(new Date("2026-01-01T00:00:30Z"));
  await using at = await spineOnTest({ clock });
  const hourly = defineJob({ name: "test.hourly", data: z.object({}), cron: "0 * * * *" });
  let runs = 0;
  const handler = handleJob(hourly, async () => {
    runs += 1;
  });
  at.spine.register({ jobs: [handler] });
  const other = at.another();
  other.register({ jobs: [handler] });
  const workers = [at.spine.startWorker({ pollMs: 20 }), other.startWorker({ pollMs: 20 })];
  await until(async () => (await at.db.sql`select 1 from cron_runs where name = 'test.hourly'`).length === 1);
  expect(runs).toBe(0);
  clock.set(new Date("2026-01-01T01:00:00Z"));
  await until(() => runs === 1);
  clock.set(new Date("2026-01-01T05:10:00Z"));
  await until(() => runs === 2);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(runs).toBe(2);
  await Promise.all(workers.map((worker) => worker.stop()));
});

test("a cron job whose last run was noted by a clock that was ahead runs now, once, and then at its ticks", async () => {
  const clock = fakeClock(new Date("2026-01-01T00:00:30Z"));
  await using at = await spineOnTest({ clock });
  const hourly = defineJob({ name: "test.hourly", data: z.object({}), cron: "0 * * * *" });
  let runs = 0;
  const handler = handleJob(hourly, async () => {
    runs += 1;
  });
  at.spine.register({ jobs: [handler] });
  const other = at.another();
  other.register({ jobs: [handler] });
  await at.db.sql`insert into cron_runs (name, last_at) values ('test.hourly', '2027-01-01T00:00:00Z')`;
  const workers = [at.spine.startWorker({ pollMs: 20 }), other.startWorker({ pollMs: 20 })];
  await until(() => runs === 1);
  expect(await at.db.sql`select last_at from cron_runs where name = 'test.hourly'`).toEqual([
    { last_at: clock.now() },
  ]);
  clock.set(new Date("2026-01-01T01:00:00Z"));
  await until(() => runs === 2);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(runs).toBe(2);
});

test("a stopping worker puts back what does not end in time, as if it had never been taken", async () => {
  await using at = await spineOnTest();
  at.spine.register({
    jobs: [
      handleJob(note, async ({ signal }) => {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      }),
    ],
  });
  const worker = at.spine.startWorker();
  await at.transact(({ jobs }) => jobs.enqueue(note, { text: "x" }));
  await until(() => worker.running() === 1);
  await worker.stop(50);
  expect(await at.db.sql`select state, attempt from jobs`).toEqual([{ state: "waiting", attempt: 0 }]);
});
