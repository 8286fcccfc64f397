import { Unavailable } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineJob, handleJob } from "../src/index.ts";
import { until } from "./probe.ts";
import { type SpineOnTest, spineOnTest } from "./spine-on-test.ts";

const Nothing = z.object({});
const thrice = defineJob({ name: "test.thrice", data: Nothing, retry: { attempts: 3, baseMs: 2 } });

type Attempt = (attempts: number) => void;

/** Enqueues a job, changes its row before any worker sees it, and does `attempt` until it is gone or dead. */
async function tried(at: SpineOnTest, job: typeof thrice, set: string, attempt: Attempt): Promise<number> {
  let attempts = 0;
  at.spine.register({
    jobs: [
      handleJob(job, async () => {
        attempts += 1;
        attempt(attempts);
      }),
    ],
  });
  await at.transact(({ jobs }) => jobs.enqueue(job, {}));
  await at.db.sql.unsafe(`update jobs set ${set}`);
  const worker = at.spine.startWorker({ pollMs: 20 });
  await until(async () => (await at.db.sql`select 1 from jobs where state <> 'dead'`).length === 0);
  await worker.stop();
  return attempts;
}

const fail: Attempt = () => {
  throw new Error("not today");
};

test("attempts that were lost with their worker do not count as failures", async () => {
  await using at = await spineOnTest();
  const attempts = await tried(at, thrice, "attempt = 7, losses = 7", (attempt) => {
    if (attempt < 3) throw new Error("not today");
  });
  expect(attempts).toBe(3);
  expect(await at.spine.deadLetters.list(1)).toEqual([]);
});

test("a job that is lost with every worker is given up in the end, and its reason names the last failure", async () => {
  await using at = await spineOnTest();
  const attempts = await tried(at, thrice, "attempt = 9, losses = 9, failure = 'Error: no memory'", fail);
  expect(attempts).toBe(0);
  const [letter] = await at.spine.deadLetters.list(1);
  expect(letter?.reason).toContain("Lost with its worker 9 times. Last failure: Error: no memory");
});

test("an attempt whose call never left the process does not count", async () => {
  await using at = await spineOnTest();
  const attempts = await tried(at, thrice, "attempt = 0", (attempt) => {
    if (attempt < 8)
      throw new Unavailable("The breaker is open.", { isUnsent: true, retryAfterSeconds: 0.01 });
  });
  expect(attempts).toBe(8);
  expect(await at.spine.deadLetters.list(1)).toEqual([]);
});

const forAnHour = defineJob({
  name: "test.for-an-hour",
  data: Nothing,
  retry: { attempts: 1, baseMs: 1, capMs: 1, giveUpAfterMs: 3_600_000 },
});

test("a job that gives up by age is tried until then, whatever number of attempts fail", async () => {
  await using at = await spineOnTest();
  const attempts = await tried(at, forAnHour, "attempt = 0", (attempt) => {
    if (attempt < 30) throw new Error("not today");
  });
  expect(attempts).toBe(30);
  expect(await at.spine.deadLetters.list(1)).toEqual([]);
});

test("a job that gives up by age is a dead letter at the first failure after it, sent or not; a redrive begins again", async () => {
  await using at = await spineOnTest();
  const attempts = await tried(at, forAnHour, "tried_since = now() - interval '61 minutes'", () => {
    throw new Unavailable("The breaker is open.", { isUnsent: true });
  });
  expect(attempts).toBe(1);
  const [letter] = await at.spine.deadLetters.list(1);
  expect(letter?.reason).toContain("The breaker is open.");
  await at.spine.deadLetters.redrive([letter?.id ?? ""]);
  expect(await at.db.sql`select tried_since from jobs`).toEqual([{ tried_since: null }]);
});

test("waits at least half of the step, so that the attempts last as long as their steps promise", async () => {
  await using at = await spineOnTest();
  const slowly = defineJob({
    name: "test.slowly",
    data: Nothing,
    retry: { baseMs: 1_000_000, capMs: 2_000_000 },
  });
  at.spine.register({ jobs: [handleJob(slowly, () => Promise.reject(new Error("not today")))] });
  await at.transact(async ({ jobs }) => {
    for (let job = 0; job < 20; job += 1) await jobs.enqueue(slowly, {});
  });
  const worker = at.spine.startWorker({ pollMs: 20 });
  await until(async () => (await at.db.sql`select 1 from jobs where failure is null`).length === 0);
  await worker.stop();
  const waits = await at.db.sql<{ seconds: number }[]>`
    select extract(epoch from run_at - failed_at)::float8 as seconds from jobs`;
  for (const { seconds } of waits) {
    expect(seconds).toBeGreaterThanOrEqual(499);
    expect(seconds).toBeLessThanOrEqual(1_001);
  }
});
