import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { defineJob, handleJob } from "../src/index.ts";
import { type SpineOnTest, spineOnTest } from "./spine-on-test.ts";

let at: SpineOnTest;

beforeAll(async () => {
  at = await spineOnTest();
  const { sql } = at.db;
  await sql`insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at)
    select 3 + n / 3, gen_random_uuid(), 'user.registered', 1, 'user', gen_random_uuid(), 1, '{}', now()
    from generate_series(1, 20000) as n`;
  await sql`insert into jobs (id, queue, event_position, order_key, priority, is_limited, state, run_at, created_at)
    select gen_random_uuid(), 'test.q', n, 'test.q:' || n, 1 + n % 3, n % 10 = 0, 'waiting',
      now() + (n - 15000) * interval '1 s', now() from generate_series(1, 20000) as n`;
  await sql`insert into audit_entries (id, at, action, actor_id, via, subject_kind, subject_id, details)
    select gen_random_uuid(), now(), 'a' || n % 50, gen_random_uuid(), 'session', 'order', n::text, '{}'
    from generate_series(1, 20000) as n`;
  await sql`analyze`;
});
afterAll(() => at[Symbol.asyncDispose]());

async function planOf(statement: string): Promise<string> {
  const rows = await at.db.sql.unsafe(`explain ${statement}`);
  return rows.map((row) => String(row["QUERY PLAN"])).join("\n");
}

test("due jobs are found by their index, in its order, whatever waits behind them", async () => {
  const plan = await planOf(`select id from jobs as job
    where not is_limited and priority = 2 and run_at <= now()
      and queue = any (array(select json_array_elements_text('["test.q"]'::json)))
      and (order_key is null or not exists (
        select from jobs as earlier
        where earlier.order_key = job.order_key and earlier.event_position < job.event_position))
    order by run_at limit 32 for update skip locked`);
  expect(plan).toContain("jobs_due_idx");
  expect(plan).toContain("jobs_order_idx");
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

test("the stream is read by its index, in its order", async () => {
  const plan = await planOf(`select * from events where (xid, position) > (900::bigint, 900::bigint)
    order by xid, position limit 500`);
  expect(plan).toContain("events_order_idx");
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

test("the audit lists are read by an index each, in its order", async () => {
  for (const [condition, index] of [
    ["true", "audit_entries_pkey"],
    ["action = 'a7'", "audit_entries_action_idx"],
    ["actor_id = '01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11'", "audit_entries_actor_idx"],
    ["subject_kind = 'order' and subject_id = '77'", "audit_entries_subject_idx"],
  ] as const) {
    const plan = await planOf(`select * from audit_entries where ${condition} order by id desc limit 21`);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
    expect(plan).toContain(index);
  }
});

test("taking jobs leaves those that are not due, and those of queues that nobody here knows, alone", async () => {
  const job = defineJob({ name: "test.unknown", data: z.object({}) });
  await at.transact(({ jobs }) => jobs.enqueue(job, {}));
  const other = at.another();
  other.register({
    jobs: [handleJob(defineJob({ name: "test.else", data: z.object({}) }), async () => undefined)],
  });
  const worker = other.startWorker({ pollMs: 20 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await worker.stop();
  expect(await at.db.sql`select 1 from jobs where queue = 'test.unknown' and attempt = 0`).toHaveLength(1);
});
