import type { DatabaseConnection, Transaction } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";
import { handleJob, type JobHandler } from "../jobs/handle-job.ts";

export type Retention = {
  /** Months that events are kept, with their inbox entries; null for ever. Projections cannot be made again from less. */
  readonly eventMonths: number | null;
  /** Months that audit entries are kept; null for ever. */
  readonly auditMonths: number | null;
  /** Days that dead letters are kept; null for ever. */
  readonly deadLetterDays: number | null;
};

export const keepEverything: Retention = { eventMonths: null, auditMonths: null, deadLetterDays: null };

/** Rows of one transaction: short enough not to hold anybody up. */
const batchRows = 1_000;

const retentionJob = defineJob({
  name: "spine.retention",
  data: z.object({}),
  cron: "17 * * * *",
  concurrency: 1,
  priority: "low",
  timeoutMs: 600_000,
});

/** Removes, every hour and in batches, what need not be kept: answers of keyed calls after their day, and as configured. */
export const retentionHandler = (
  database: Pick<DatabaseConnection, "transact">,
  clock: Clock,
  retention: Retention,
): JobHandler =>
  handleJob(retentionJob, ({ signal }) => removeExpired(database, clock.now(), retention, signal));

/** @returns When everything that may go is gone, or the signal has aborted. */
export async function removeExpired(
  { transact }: Pick<DatabaseConnection, "transact">,
  now: Date,
  { eventMonths, auditMonths, deadLetterDays }: Retention,
  signal: AbortSignal,
): Promise<void> {
  const before = (amount: number, unit: "months" | "days"): SQL =>
    sql`${now.toISOString()}::timestamptz - ${amount}::integer * ${sql.raw(`interval '1 ${unit}'`)}`;
  const all = async (statement: SQL): Promise<void> => {
    let removed = batchRows;
    while (removed >= batchRows && !signal.aborted) {
      removed = await transact(async (tx: Transaction) => {
        await tx.execute(sql`select set_config('ashlar.retention', 'on', true)`);
        return (await tx.execute(statement)).count;
      });
    }
  };
  const rows = sql.raw(String(batchRows));
  await all(sql`
    delete from idempotency_keys where (scope, key) in (
      select scope, key from idempotency_keys where expires_at <= ${now.toISOString()}::timestamptz limit ${rows}
    )`);
  if (deadLetterDays !== null) {
    await all(sql`
      delete from jobs where id in (
        select id from jobs where state = 'dead' and failed_at < ${before(deadLetterDays, "days")} limit ${rows}
      )`);
  }
  if (auditMonths !== null) {
    // The oldest have the lowest ids, so the scan ends at the first that stays.
    await all(sql`
      delete from audit_entries where id in (
        select id from (select id, at from audit_entries order by id limit ${rows}) as oldest
        where at < ${before(auditMonths, "months")}
      )`);
  }
  if (eventMonths !== null) {
    const oldest = sql`
      select position from (
        select position, occurred_at from events order by position limit ${rows}
      ) as oldest
      where occurred_at < ${before(eventMonths, "months")}
        and not exists (select from jobs where jobs.event_position = oldest.position)`;
    // Where the stream begins now: whoever comes with an earlier position would miss what is gone.
    await all(sql`
      with gone as (delete from events where position in (${oldest}) returning xid, position),
        handled as (delete from inbox where event_position in (select position from gone)),
        noted as (
          insert into spine_epoch as epoch (id, base, removed_xid, removed_position)
          (select 1, 0, xid, position from gone order by xid desc, position desc limit 1)
          on conflict (id) do update set removed_xid = excluded.removed_xid, removed_position = excluded.removed_position
          where epoch.removed_xid is null
            or (epoch.removed_xid, epoch.removed_position) < (excluded.removed_xid, excluded.removed_position)
        )
      select 1 from gone`);
  }
}
