import { type SQL, sql } from "drizzle-orm";

/** A job on its way into the table; the names are those of the statement below. */
export type JobRow = {
  readonly id: string;
  readonly queue: string;
  readonly data: unknown;
  readonly unique_key: string | null;
  readonly priority: number;
  readonly is_limited: boolean;
  readonly delay_ms: number;
  readonly created_at: Date;
  readonly request_id: string | null;
  readonly traceparent: string | null;
};

/** Writes jobs, but one whose unique key is taken: a part of one statement, `… as (…)`. */
export const insertJobs = (rows: readonly JobRow[]): SQL => sql`
  enqueued as (
    insert into jobs (id, queue, data, unique_key, priority, is_limited, state, run_at, request_id, traceparent, created_at)
    select id, queue, data, unique_key, priority, is_limited, 'waiting',
      now() + delay_ms * interval '1 millisecond', request_id, traceparent, created_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as job (
      id uuid, queue text, data jsonb, unique_key text, priority smallint, is_limited boolean,
      delay_ms double precision, request_id text, traceparent text, created_at timestamptz
    )
    on conflict (queue, unique_key) where unique_key is not null do nothing
  )`;
