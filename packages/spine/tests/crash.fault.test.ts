import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineHandler, defineJob, handleJob } from "../src/index.ts";
import { effect, newId, registered, until } from "./probe.ts";
import { type SpineOnTest, spineOnTest } from "./spine-on-test.ts";

const step = defineJob({ name: "test.step", data: z.object({ who: z.string() }) });
const poison = defineJob({ name: "test.poison", data: z.object({}), retry: { attempts: 4, baseMs: 1 } });
const innocent = defineJob({ name: "test.innocent", data: z.object({ who: z.string() }) });

type Process = AsyncDisposable & { readonly child: ChildProcess; readonly said: readonly string[] };

/** Starts the worker process; ends with the test. */
function workerProcess(url: string, point: string, leaseMs = 600, concurrency = 8): Process {
  const file = join(import.meta.dirname, "worker-process.ts");
  const child = fork(file, [url, point, String(leaseMs), String(concurrency)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const said: string[] = [];
  child.on("message", (what) => said.push(String(what)));
  return {
    child,
    said,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

const died = async ({ child }: Process): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
};

/** Does the same work as the worker process, and behaves. */
function goodWorker(at: SpineOnTest) {
  const spine = at.another();
  const write = spine.unitOfWork((tx) => ({ effect: (who: string) => effect(tx, who) }));
  spine.register({
    handlers: [
      defineHandler({
        name: "test.greet",
        on: ["user.registered"],
        handle: async ({ event, tx }) => {
          await effect(tx, event.data.name);
          await write(({ jobs }) => jobs.enqueue(innocent, { who: `after ${event.data.name}` }));
        },
      }),
    ],
    jobs: [
      handleJob(step, async ({ data }) => {
        await write((writers) => writers.effect(data.who));
      }),
      handleJob(innocent, async ({ data }) => {
        await write((writers) => writers.effect(data.who));
      }),
    ],
  });
  const worker = spine.startWorker({ leaseMs: 600, pollMs: 50 });
  return { [Symbol.asyncDispose]: () => worker.stop() };
}

const isIdle = (at: SpineOnTest) => async () =>
  (await at.db.sql`select 1 from jobs where state <> 'dead'`).length === 0;

/** Deliveries are written for handlers that the writing process knows. */
const knowsHandler = (at: SpineOnTest): void =>
  at.spine.register({
    handlers: [defineHandler({ name: "test.greet", on: ["user.registered"], handle: async () => undefined })],
  });

for (const point of [
  "at the start",
  "after the effect",
  "after the job",
  "before the commit",
  "after the commit",
]) {
  test(`an event's effect is applied once when the worker is killed ${point}`, async () => {
    await using at = await spineOnTest();
    knowsHandler(at);
    await using bad = workerProcess(at.db.url, point);
    await at.transact(({ events }) => events.append(registered(newId(), "ann")));
    await died(bad);
    await using _good = goodWorker(at);
    await until(isIdle(at));
    expect(await at.effects()).toEqual(["ann", "after ann"]);
  });
}

test("the job of a killed worker runs again under the default lease", async () => {
  await using at = await spineOnTest();
  await using bad = workerProcess(at.db.url, "at the start", 6_000);
  await at.transact(({ jobs }) => jobs.enqueue(step, { who: "ann" }));
  await died(bad);
  await using _good = goodWorker(at);
  await until(isIdle(at));
  expect(await at.effects()).toEqual(["ann"]);
});

test("a worker that froze past its lease and thaws neither commits nor finishes what another has done", async () => {
  await using at = await spineOnTest();
  await using frozen = workerProcess(at.db.url, "stands still");
  await at.transact(({ jobs }) => jobs.enqueue(step, { who: "ann" }));
  await until(() => frozen.said.includes("holding"));
  frozen.child.kill("SIGSTOP");
  await using _good = goodWorker(at);
  await until(isIdle(at));
  frozen.child.kill("SIGCONT");
  frozen.child.send("continue");
  await until(() => frozen.said.length === 3);
  expect(frozen.said).toEqual(["up", "holding", "refused"]);
  expect(await at.effects()).toEqual(["ann"]);
});

test("a worker that froze inside a transaction gives the event up, and cannot write when it thaws", async () => {
  await using at = await spineOnTest();
  knowsHandler(at);
  await using frozen = workerProcess(at.db.url, "stands still in a transaction");
  await at.transact(({ events }) => events.append(registered(newId(), "ann")));
  await until(() => frozen.said.includes("holding"));
  frozen.child.kill("SIGSTOP");
  await using _good = goodWorker(at);
  await until(isIdle(at));
  frozen.child.kill("SIGCONT");
  frozen.child.send("continue");
  await until(() => frozen.said.length === 3);
  expect(frozen.said).toEqual(["up", "holding", "refused"]);
  expect(await at.effects()).toEqual(["ann", "after ann"]);
});

test("a job that hangs its worker's only thread is done by another", async () => {
  await using at = await spineOnTest();
  await using bad = workerProcess(at.db.url, "hangs");
  await at.transact(({ jobs }) => jobs.enqueue(step, { who: "ann" }));
  await until(() => bad.said.includes("hanging"));
  await using _good = goodWorker(at);
  await until(isIdle(at));
  expect(await at.effects()).toEqual(["ann"]);
});

test("a job that exits its worker becomes a dead letter; those taken with it are done", {
  timeout: 300_000,
}, async () => {
  await using at = await spineOnTest();
  await at.transact(async ({ jobs }) => {
    for (let index = 0; index < 10; index += 1) await jobs.enqueue(innocent, { who: `${index}` });
    await jobs.enqueue(poison, {});
    for (let index = 10; index < 20; index += 1) await jobs.enqueue(innocent, { who: `${index}` });
  });
  // A supervisor starts the worker again each time.
  while ((await at.spine.deadLetters.list(10)).length === 0) {
    await using worker = workerProcess(at.db.url, "nowhere", 1_000, 32);
    await Promise.race([died(worker), until(async () => (await at.spine.deadLetters.list(10)).length > 0)]);
  }
  await using _good = goodWorker(at);
  await until(isIdle(at));
  const letters = await at.spine.deadLetters.list(10);
  expect(letters.map(({ queue }) => queue)).toEqual(["test.poison"]);
  expect(letters[0]?.reason).toContain("Lost with its worker");
  expect(new Set(await at.effects()).size).toBe(20);
});
