import type { DatabaseConnection, Transaction } from "@ashlar/database";
import { sql } from "drizzle-orm";

/** What names an attempt: whoever else holds the job by then has another token, and nothing here touches it. */
export type Lease = { readonly id: string; readonly leaseToken: string };

type Writer = Pick<DatabaseConnection, "transact">;

const leases = (held: readonly Lease[]) =>
  sql`json_to_recordset(${JSON.stringify(held.map(({ id, leaseToken }) => ({ id, token: leaseToken })))}::json) as held (id uuid, token uuid)`;

/** Finishes jobs. @returns The ids of those that were still ours. */
export async function finishJobs(database: Writer, held: readonly Lease[]): Promise<ReadonlySet<string>> {
  const rows = await database.transact((tx) =>
    Promise.resolve(
      tx.execute<{ id: string }>(
        sql`delete from jobs using ${leases(held)} where jobs.id = held.id and lease_token = held.token returning jobs.id`,
      ),
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Puts a job back after a failure, due after `delayMs`. */
export const retryJob = (database: Writer, { id, leaseToken }: Lease, delayMs: number, reason: string) =>
  database.transact((tx) =>
    Promise.resolve(
      tx.execute(sql`
        update jobs set state = 'waiting', lease_token = null, leased_by = null, failure = ${reason}, failed_at = now(),
          run_at = now() + ${delayMs}::float8 * interval '1 millisecond'
        where id = ${id}::uuid and lease_token = ${leaseToken}::uuid`),
    ),
  );

/** Puts jobs back as if they had not been taken, due after `delayMs`. */
export const releaseJobs = (database: Writer, held: readonly Lease[], delayMs: number) =>
  database.transact((tx) =>
    Promise.resolve(
      tx.execute(sql`
        update jobs set state = 'waiting', lease_token = null, leased_by = null, attempt = attempt - 1,
          run_at = now() + ${delayMs}::float8 * interval '1 millisecond'
        from ${leases(held)} where jobs.id = held.id and lease_token = held.token`),
    ),
  );

/** Makes a job a dead letter. @returns Whether it was still ours. */
export async function deadLetter(
  tx: Transaction,
  { id, leaseToken }: Lease,
  reason: string,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    update jobs set state = 'dead', lease_token = null, leased_by = null, unique_key = null, run_at = 'infinity',
      failure = ${reason}, failed_at = now()
    where id = ${id}::uuid and lease_token = ${leaseToken}::uuid returning 1`);
  return rows.length > 0;
}

/**
 * Renews leases. A job that a transaction of ours holds is left alone: nobody can take it meanwhile.
 *
 * @returns The ids of those that are still ours.
 */
export async function renewLeases(
  database: Writer,
  held: readonly Lease[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const rows = await database.transact((tx) =>
    Promise.resolve(
      tx.execute<{ id: string }>(sql`
        with ours as materialized (
          select jobs.id from jobs join ${leases(held)} on jobs.id = held.id and lease_token = held.token
        ), free as materialized (
          select id from jobs where id in (select id from ours) order by id for no key update skip locked
        ), renewed as (
          update jobs set run_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
          from free where jobs.id = free.id returning set_config('synchronous_commit', 'off', true)
        )
        select ours.id, (select count(*) from renewed),
          set_config('idle_in_transaction_session_timeout', ${String(Math.ceil(leaseMs))}, true)
        from ours`),
    ),
  );
  return new Set(rows.map(({ id }) => id));
}
