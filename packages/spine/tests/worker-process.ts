import { AsyncLocalStorage } from "node:async_hooks";
import { openDatabase } from "@ashlar/database";
import { z } from "zod";
import { createSpine, defineHandler, defineJob, handleJob } from "../src/index.ts";
import { effect } from "./probe.ts";

/**
 * A worker in a process of its own, which dies, hangs or stands still where it is told.
 *
 * Arguments: the database, where to misbehave, the lease in milliseconds, jobs at once.
 */
const [url = "", point = "nowhere", leaseMs = "600", concurrency = "8"] = process.argv.slice(2);
const die = (): void => {
  process.kill(process.pid, "SIGKILL");
};
const pass = (here: string, attempt: number): void => {
  if (here === point && attempt === 1) die();
};
const tell = (what: string): void => {
  // The test may have ended.
  process.send?.(what, () => undefined);
};

const database = openDatabase({ url, applicationName: "worker process" });
const inTransaction = new AsyncLocalStorage<{ attempt: number }>();
const transact: typeof database.transact = async (work, options) => {
  const seen = { attempt: 0 };
  const result = await inTransaction.run(seen, () => database.transact(work, options));
  pass("after the commit", seen.attempt);
  return result;
};
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const spine = createSpine({ database: { ...database, transact }, log });
const write = spine.unitOfWork((tx) => ({ effect: (who: string) => effect(tx, who) }));

const step = defineJob({ name: "test.step", data: z.object({ who: z.string() }), timeoutMs: 60_000 });
const poison = defineJob({ name: "test.poison", data: z.object({}), retry: { attempts: 4, baseMs: 1 } });
const innocent = defineJob({ name: "test.innocent", data: z.object({ who: z.string() }) });

spine.register({
  handlers: [
    defineHandler({
      name: "test.greet",
      on: ["user.registered"],
      timeoutMs: 1_000,
      handle: async ({ event, tx, attempt }) => {
        const seen = inTransaction.getStore();
        if (seen) seen.attempt = attempt;
        pass("at the start", attempt);
        await effect(tx, event.data.name);
        pass("after the effect", attempt);
        await write(({ jobs }) => jobs.enqueue(innocent, { who: `after ${event.data.name}` }));
        pass("after the job", attempt);
        if (point === "stands still in a transaction" && attempt === 1) {
          tell("holding");
          await new Promise((resolve) => process.once("message", resolve));
          await effect(tx, "thawed").then(
            () => tell("wrote"),
            () => tell("refused"),
          );
        }
        pass("before the commit", attempt);
      },
    }),
  ],
  jobs: [
    handleJob(step, async ({ data, attempt }) => {
      pass("at the start", attempt);
      if (point === "hangs" && attempt === 1) {
        tell("hanging");
        for (;;);
      }
      if (point === "stands still" && attempt === 1) {
        tell("holding");
        await new Promise((resolve) => process.once("message", resolve));
        await write((writers) => writers.effect("thawed")).then(
          () => tell("wrote"),
          () => tell("refused"),
        );
      }
      await write((writers) => writers.effect(data.who));
    }),
    handleJob(poison, async () => process.exit(1)),
    handleJob(innocent, async ({ data }) => {
      await write((writers) => writers.effect(data.who));
    }),
  ],
});
spine.startWorker({ leaseMs: Number(leaseMs), concurrency: Number(concurrency), pollMs: 50 });
tell("up");
