import { at, id } from "@ashlar/database";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/** To the microsecond: a due time rounded up to the next millisecond would not be due yet. */
const due = () => timestamp({ withTimezone: true, precision: 6, mode: "string" });
const position = () => bigint({ mode: "number" });

/**
 * What happened, append-only: a trigger refuses updates and deletes.
 *
 * Read in the order of (xid, position) and only below the oldest transaction still open: a lower position may
 * commit later, a lower `xid` there cannot. Within an aggregate that order is the order of `sequence`.
 *
 * @see docs/decisions/011-event-order.md
 */
export const events = pgTable(
  "events",
  {
    position: position().primaryKey().generatedAlwaysAsIdentity({ cache: 1 }),
    /** The id of the writing transaction and the epoch's base, or that of the aggregate's last event if higher. */
    xid: bigint({ mode: "number" }).notNull(),
    id: uuid().notNull(),
    type: text().notNull(),
    version: smallint().notNull(),
    aggregate: text().notNull(),
    aggregateId: uuid().notNull(),
    /** From 1, without a gap, for each aggregate. */
    sequence: integer().notNull(),
    data: jsonb().notNull(),
    occurredAt: at().notNull(),
    actorId: uuid(),
    requestId: text(),
    traceparent: text(),
  },
  (event) => [
    unique("events_aggregate_sequence_key").on(event.aggregateId, event.sequence),
    index("events_order_idx").on(event.xid, event.position),
    check("events_sequence_check", sql`${event.sequence} >= 1`),
    check("events_version_check", sql`${event.version} >= 1`),
  ],
);

/** One row: facts about the whole stream of events. */
export const spineEpoch = pgTable(
  "spine_epoch",
  {
    id: smallint().primaryKey(),
    /** What is added to transaction ids, so that they keep rising after a restore into another cluster. */
    base: bigint({ mode: "number" }).notNull(),
    /** The last place of the stream that retention has removed; null while it has removed none. */
    removedXid: bigint({ mode: "number" }),
    removedPosition: position(),
  },
  (epoch) => [check("spine_epoch_id_check", sql`${epoch.id} = 1`)],
);

/**
 * Work to do. A finished job is gone; one that failed for good stays as `dead`, with its reason.
 *
 * `run_at` is when the row may be taken: the due time while it waits, the end of the lease while it runs, so a
 * job whose worker died is due again by itself. `lease_token` fences: whoever settles the job must hold it.
 */
export const jobs = pgTable(
  "jobs",
  {
    id: id(),
    /** A job's name, or a handler's for the delivery of an event. */
    queue: text().notNull(),
    data: jsonb(),
    eventPosition: position(),
    /** Deliveries with one key run one after another, by position; a dead one holds back those behind it. */
    orderKey: text(),
    uniqueKey: text(),
    /** 1 high, 2 normal, 3 low. */
    priority: smallint().notNull(),
    /** True where the job bounds how many of it run at once. */
    isLimited: boolean().notNull(),
    state: text({ enum: ["waiting", "running", "dead"] }).notNull(),
    runAt: due().notNull(),
    /** Times it was taken. */
    attempt: integer().notNull().default(0),
    /** Times its lease ran out: the worker died, froze or lost the database. */
    losses: integer().notNull().default(0),
    leaseToken: uuid(),
    leasedBy: text(),
    /** When it was first taken; a redrive begins again. */
    triedSince: at(),
    /** Why the last attempt failed; at most 1,000 characters. */
    failure: text(),
    failedAt: at(),
    requestId: text(),
    traceparent: text(),
    createdAt: at().notNull(),
  },
  (job) => [
    index("jobs_due_idx").on(job.priority, job.runAt).where(sql`not ${job.isLimited}`),
    index("jobs_limited_idx").on(job.queue, job.priority, job.runAt).where(sql`${job.isLimited}`),
    index("jobs_order_idx").on(job.orderKey, job.eventPosition).where(sql`${job.orderKey} is not null`),
    index("jobs_dead_idx").on(job.failedAt, job.id).where(sql`${job.state} = 'dead'`),
    uniqueIndex("jobs_unique_key").on(job.queue, job.uniqueKey).where(sql`${job.uniqueKey} is not null`),
    check("jobs_state_check", sql`${job.state} in ('waiting', 'running', 'dead')`),
    check("jobs_priority_check", sql`${job.priority} between 1 and 3`),
    check("jobs_lease_check", sql`(${job.state} = 'running') = (${job.leaseToken} is not null)`),
  ],
);

/** Events whose effect a handler has committed; written with the effect, so it is there once or not at all. */
export const inbox = pgTable(
  "inbox",
  { handler: text().notNull(), eventPosition: position().notNull(), handledAt: at().notNull() },
  (row) => [primaryKey({ name: "inbox_pkey", columns: [row.handler, row.eventPosition] })],
);

/** When each cron job last ran, whichever process ran it. */
export const cronRuns = pgTable("cron_runs", { name: text().primaryKey(), lastAt: at().notNull() });

/** Answers of keyed calls, written with their effect. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    /** Procedure and caller. */
    scope: text().notNull(),
    key: text().notNull(),
    inputHash: text().notNull(),
    answer: text().notNull(),
    expiresAt: at().notNull(),
  },
  (row) => [
    primaryKey({ name: "idempotency_keys_pkey", columns: [row.scope, row.key] }),
    index("idempotency_keys_expires_at_idx").on(row.expiresAt),
  ],
);

/** Who did what, append-only as events are. The id is a UUID v7, so ids are in the order of time. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: id(),
    at: at().notNull(),
    action: text().notNull(),
    actorId: uuid(),
    via: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    details: jsonb().notNull(),
    address: text(),
    requestId: text(),
    traceparent: text(),
  },
  (entry) => [
    index("audit_entries_actor_idx").on(entry.actorId, entry.id),
    index("audit_entries_subject_idx").on(entry.subjectKind, entry.subjectId, entry.id),
    index("audit_entries_action_idx").on(entry.action, entry.id),
  ],
);

/** How far each projection has come. */
export const projections = pgTable("projections", {
  name: text().primaryKey(),
  xid: bigint({ mode: "number" }).notNull(),
  position: position().notNull(),
  /** Why it stands still; null while it moves. */
  failure: text(),
  updatedAt: at().notNull(),
});

/** Counts and sums by minute, kept by projections; hours and days are sums of these. */
export const timeBuckets = pgTable(
  "figures",
  {
    figure: text().notNull(),
    minute: at().notNull(),
    /** Splits a figure, such as the currency of a sum; empty where nothing splits it. */
    label: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
    total: bigint({ mode: "number" }).notNull(),
  },
  (row) => [primaryKey({ name: "figures_pkey", columns: [row.figure, row.minute, row.label] })],
);

/** How far each relay to a broker has come, and the process that runs it until its lease ends. */
export const relays = pgTable("relays", {
  name: text().primaryKey(),
  xid: bigint({ mode: "number" }).notNull(),
  position: position().notNull(),
  /** A random id of the process's relay; whoever stores a position must hold it. */
  holder: uuid(),
  leaseUntil: due(),
  /** Why it stands still; null while it moves. */
  failure: text(),
  updatedAt: at().notNull(),
});
