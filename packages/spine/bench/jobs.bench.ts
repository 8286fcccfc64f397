import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openDatabase } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import { createSpine, defineHandler } from "../src/index.ts";

/**
 * No-op jobs per second with two worker processes, and the time from an event's commit to that of its handler's
 * effect at 200 transactions per second.
 *
 * `node packages/spine/bench/jobs.bench.ts <url of a migrated database that may be emptied>`
 */
const [url = ""] = process.argv.slice(2);
const database = openDatabase({ url, applicationName: "bench" });
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: console.warn, error: console.error };
const now = (): number => performance.timeOrigin + performance.now();

const startWorkers = (count: number): Promise<ChildProcess[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const child = fork(join(import.meta.dirname, "bench-worker.ts"), [url]);
      await answer(child);
      return child;
    }),
  );
const answer = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => child.once("message", resolve));
const ended = (child: ChildProcess): Promise<unknown> => {
  child.send("stop");
  return new Promise((resolve) => child.once("exit", resolve));
};
const unfinished = async (): Promise<number> => {
  const [row] = await database.read.select({ jobs: sql<number>`count(*)::integer` }).from(sql`jobs`);
  return row?.jobs ?? 0;
};

async function noopRate(jobs: number): Promise<number> {
  await database.transact(async (tx) => {
    await tx.execute(sql`truncate jobs`);
    await tx.execute(sql`
      insert into jobs (id, queue, data, priority, is_limited, state, run_at, created_at)
      select gen_random_uuid(), 'bench.noop', '{}', 2, false, 'waiting', now(), now() from generate_series(1, ${jobs}::integer)`);
  });
  const workers = await startWorkers(2);
  const startedAt = now();
  const waiting = await unfinished();
  while ((await unfinished()) > 0) await wait(20);
  const perSecond = (waiting / (now() - startedAt)) * 1_000;
  await Promise.all(workers.map(ended));
  return perSecond;
}

async function latencies(perSecond: number, seconds: number): Promise<number[]> {
  const spine = createSpine({ database, log });
  // Handled by the worker process; known here so that deliveries are written.
  spine.register({
    handlers: [
      defineHandler({ name: "bench.effect", on: ["user.registered"], handle: async () => undefined }),
    ],
  });
  const write = spine.unitOfWork(() => ({}));
  const [worker] = await startWorkers(1);
  if (!worker) throw new Error("No worker came up.");
  const committedAt = new Map<string, number>();
  const startedAt = now();
  const appended: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await wait(Math.max(0, startedAt + (index * 1_000) / perSecond - now()));
    const userId = uuidV7();
    const data = { userId, email: "a@b.test", name: "bench" };
    appended.push(
      write(({ events }) =>
        events.append({ type: "user.registered", aggregateId: userId, data, isFirst: true }),
      ).then(() => {
        committedAt.set(userId, now());
      }),
    );
  }
  await Promise.all(appended);
  while ((await unfinished()) > 0) await wait(20);
  worker.send("committed");
  // Sound: the worker answers with what it noted.
  const effects = (await answer(worker)) as { readonly id: string; readonly atMs: number }[];
  await ended(worker);
  await spine.close();
  return effects
    .map(({ id, atMs }) => atMs - (committedAt.get(id) ?? Number.NaN))
    .sort((one, other) => one - other);
}

const rate = await noopRate(30_000);
const sorted = await latencies(200, 8);
const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
console.log(`no-op jobs, two worker processes: ${Math.round(rate)}/s`);
console.log(`commit to effect at 200/s, ${sorted.length} events: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
await database.close();
