import { type SQL, sql } from "drizzle-orm";

/** An audit entry on its way into the table; the names are those of the statement below. */
export type AuditRow = {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actor_id: string | null;
  readonly via: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly traceparent: string | null;
};

/** Writes audit entries: a part of one statement, `… as (…)`. */
export const insertAudit = (rows: readonly AuditRow[]): SQL => sql`
  audited as (
    insert into audit_entries (id, at, action, actor_id, via, subject_kind, subject_id, details, address, request_id, traceparent)
    select id, at, action, actor_id, via, subject_kind, subject_id, details, address, request_id, traceparent
    from json_to_recordset(${JSON.stringify(rows)}::json) as entry (
      id uuid, at timestamptz, action text, actor_id uuid, via text, subject_kind text, subject_id text,
      details jsonb, address text, request_id text, traceparent text
    )
  )`;
