import { type SQL, sql } from "drizzle-orm";
import { raisedEpoch } from "../epoch.ts";

/** An event on its way into the table; the names are those of the statement below. */
export type EventRow = {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly aggregate_id: string;
  readonly is_first: boolean;
  readonly data: unknown;
  readonly occurred_at: Date;
  readonly actor_id: string | null;
  readonly request_id: string | null;
  readonly traceparent: string | null;
  readonly deliveries: readonly {
    readonly id: string;
    readonly handler: string;
    readonly is_ordered: boolean;
  }[];
};

/**
 * Writes events, each with a job for every delivery: the parts of one statement, `… as (…), …`.
 *
 * An event's order key is at least that of its aggregate's last event, so that a transaction which took its id early
 * and its lock late does not put a later event before an earlier one. The epoch is raised where it must be, so that no
 * event is written behind those that readers have.
 */
export function insertEvents(rows: readonly EventRow[]): SQL {
  const made = madeHere(rows);
  const ordered = rows.map((row, ordinal) => ({ ...row, ordinal, is_first: made.has(row.aggregate_id) }));
  return insertion(JSON.stringify(ordered));
}

/**
 * Locks the aggregates that exist already, in a statement of its own: the one behind it then sees the events of
 * whoever held the lock. Null when there is nothing to lock.
 */
export function lockAggregates(rows: readonly EventRow[]): SQL | null {
  const made = madeHere(rows);
  const existing = [...new Set(rows.map((row) => row.aggregate_id))].filter((id) => !made.has(id)).sort();
  if (existing.length === 0) return null;
  return sql`
    select pg_advisory_xact_lock(hashtextextended(id, 1))
    from json_array_elements_text(${JSON.stringify(existing)}::json) as id`;
}

const madeHere = (rows: readonly EventRow[]): ReadonlySet<string> =>
  new Set(rows.filter((row) => row.is_first).map((row) => row.aggregate_id));

const insertion = (rows: string): SQL => sql`
  incoming as materialized (
    select * from json_to_recordset(${rows}::json) as event (
      ordinal integer, id uuid, type text, version smallint, aggregate text, aggregate_id uuid, is_first boolean,
      data jsonb, occurred_at timestamptz, actor_id uuid, request_id text, traceparent text, deliveries json
    )
  ), last as materialized (
    select known.aggregate_id, event.sequence, event.xid
    from (select distinct aggregate_id from incoming where not is_first) as known
    cross join lateral (
      select sequence, xid from events where events.aggregate_id = known.aggregate_id order by sequence desc limit 1
    ) as event
  ), appended as (
    insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at, actor_id,
      request_id, traceparent)
    select
      greatest(coalesce(last.xid, 0),
        pg_current_xact_id()::text::bigint + coalesce((select base from raised), (select base from spine_epoch), 0)),
      id, type, version, aggregate, aggregate_id,
      coalesce(last.sequence, 0) + row_number() over (partition by aggregate_id order by ordinal),
      data, occurred_at, actor_id, request_id, traceparent
    from incoming left join last using (aggregate_id)
    order by ordinal
    returning position, id, aggregate_id
  ), delivered as (
  insert into jobs (id, queue, event_position, order_key, priority, is_limited, state, run_at, request_id,
    traceparent, created_at)
  select delivery.id, delivery.handler, appended.position,
    case when delivery.is_ordered then delivery.handler || ':' || appended.aggregate_id end,
    2, false, 'waiting', now(), incoming.request_id, incoming.traceparent, incoming.occurred_at
  from incoming
  join appended on appended.id = incoming.id
  cross join lateral json_to_recordset(incoming.deliveries) as delivery (id uuid, handler text, is_ordered boolean)
  ), raised as (${raisedEpoch})`;
