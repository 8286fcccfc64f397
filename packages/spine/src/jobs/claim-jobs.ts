import { type DatabaseConnection, parsedInstant, type Transaction } from "@ashlar/database";
import { type SQL, sql } from "drizzle-orm";
import type { EventRecord } from "../events/to-stored-event.ts";
import type { ClaimedJob } from "./claimed-job.ts";

export type Taking = {
  /** Jobs wanted; 1 or more. */
  readonly limit: number;
  /** How long they are ours without a heartbeat. */
  readonly leaseMs: number;
  readonly workerName: string;
};

type Taker = Pick<DatabaseConnection, "transact">;

/**
 * Takes due jobs of these queues: high priority first, then the longest due.
 *
 * A job is skipped while another of its order key and a lower position is unfinished, and while a transaction holds
 * it. One whose lease has run out counts a loss.
 */
export async function claimJobs(
  database: Taker,
  queues: readonly string[],
  taking: Taking,
): Promise<ClaimedJob[]> {
  const names = JSON.stringify(queues);
  const due = (priority: string, room: SQL): SQL => sql`
    select id, event_position from jobs as job
    where not is_limited and priority = ${sql.raw(priority)} and run_at <= now()
      and queue = any (array(select json_array_elements_text(${names}::json))) and ${isNext}
    order by run_at limit ${room} for update skip locked`;
  const room = sql`${taking.limit}::bigint`;
  return database.transact((tx) =>
    lease(
      tx,
      sql`
      high as materialized (${due("1", room)}),
      normal as materialized (${due("2", sql`greatest(0, ${room} - (select count(*) from high))`)}),
      low as materialized (${due("3", sql`greatest(0, ${room} - (select count(*) from high) - (select count(*) from normal))`)}),
      picked as (table high union all table normal union all table low)`,
      taking,
    ),
  );
}

/**
 * Takes due jobs of one bounded queue, so that no more than `concurrency` of it run anywhere.
 *
 * One process takes at a time, the others take nothing meanwhile; a job that somebody holds past its lease does not
 * count any more.
 */
export async function takeBoundedJobs(
  database: Taker,
  { queue, concurrency }: { readonly queue: string; readonly concurrency: number },
  taking: Taking,
): Promise<ClaimedJob[]> {
  return database.transact(async (tx) => {
    const [lock] = await tx.execute<{ acquired: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended(${queue}, 3)) as "acquired", ${freesItself(taking.leaseMs)}`);
    if (!lock?.acquired) return [];
    return lease(
      tx,
      sql`
      running as (
        select count(*) as jobs from jobs where is_limited and queue = ${queue} and state = 'running' and run_at > now()
      ),
      picked as materialized (
        select id, event_position from jobs as job
        where is_limited and queue = ${queue} and run_at <= now() and ${isNext}
        order by priority, run_at
        limit greatest(0, least(${taking.limit}::bigint, ${concurrency}::bigint - (select jobs from running)))
        for update skip locked
      )`,
      taking,
    );
  });
}

/** The server ends the transaction of a process that freezes in it: what it has locked is free when a lease would be. */
const freesItself = (leaseMs: number): SQL =>
  sql`set_config('idle_in_transaction_session_timeout', ${String(Math.ceil(leaseMs))}, true)`;

const isNext = sql`(order_key is null or not exists (
        select from jobs as earlier
        where earlier.order_key = job.order_key and earlier.event_position < job.event_position
      ))`;

type TakenRow = Omit<ClaimedJob, "event"> & {
  readonly [Column in keyof EventRecord as `event_${Column}`]: EventRecord[Column] | null;
};

/**
 * Leases what was picked. The commit does not wait for the disk: a lease that a crash of the server loses is a job
 * that is due again, and its token is random, so the old holder cannot settle it.
 */
async function lease(tx: Transaction, picked: SQL, { leaseMs, workerName }: Taking): Promise<ClaimedJob[]> {
  const rows = await tx.execute<TakenRow>(sql`
    with ${picked}
    update jobs as job set
      state = 'running', attempt = attempt + 1, losses = losses + (state = 'running')::integer,
      tried_since = coalesce(tried_since, now()),
      lease_token = gen_random_uuid(), leased_by = ${workerName}, run_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
    from picked left join events as event on event.position = picked.event_position
    where job.id = picked.id
    returning job.id, job.queue, job.data, job.event_position::float8 as "eventPosition", job.order_key as "orderKey", job.attempt, job.losses,
      job.failure, (extract(epoch from now() - job.tried_since) * 1000)::float8 as "triedForMs", job.lease_token as "leaseToken", job.request_id as "requestId", job.traceparent,
      event.id as "event_id", event.xid::float8 as "event_xid", event.position::float8 as "event_position",
      event.type as "event_type", event.version as "event_version", event.aggregate as "event_aggregate",
      event.aggregate_id as "event_aggregateId", event.sequence as "event_sequence", event.data as "event_data",
      event.occurred_at as "event_occurredAt", event.actor_id as "event_actorId",
      event.request_id as "event_requestId", event.traceparent as "event_traceparent",
      set_config('synchronous_commit', 'off', true), ${freesItself(leaseMs)}`);
  return rows.map(toTakenJob);
}

function toTakenJob(row: TakenRow): ClaimedJob {
  const { id, queue, data, eventPosition, orderKey, attempt, losses, triedForMs, failure } = row;
  const { leaseToken, requestId, traceparent } = row;
  const event = row.event_id === null ? null : eventOf(row);
  return {
    id,
    queue,
    data,
    eventPosition,
    orderKey,
    attempt,
    losses,
    triedForMs,
    failure,
    leaseToken,
    requestId,
    traceparent,
    event,
  };
}

const eventOf = (row: TakenRow): EventRecord =>
  // Sound: where the event's id is there, so are the columns that are not null, and times come as text.
  ({
    id: row.event_id,
    xid: row.event_xid,
    position: row.event_position,
    type: row.event_type,
    version: row.event_version,
    aggregate: row.event_aggregate,
    aggregateId: row.event_aggregateId,
    sequence: row.event_sequence,
    data: row.event_data,
    occurredAt: parsedInstant(String(row.event_occurredAt), "events.occurredAt"),
    actorId: row.event_actorId,
    requestId: row.event_requestId,
    traceparent: row.event_traceparent,
  }) as EventRecord;
