import { type SQL, sql } from "drizzle-orm";
import { insertAudit } from "../audit/insert-audit.ts";
import { insertEvents, lockAggregates } from "../events/insert-events.ts";
import { insertAnswer } from "../idempotency/insert-answer.ts";
import { insertJobs } from "../jobs/insert-jobs.ts";
import type { OpenUnit } from "./open-unit.ts";

/**
 * Writes what a unit of work has gathered: one statement for all of it, behind the locks that it needs.
 *
 * There are 15 such statements, so each is soon prepared on every connection. A keyed unit of work with an event, a
 * job and an audit entry took 275 µs of the process's time; with a statement for each kind, waited for before COMMIT,
 * 460 µs (`pnpm bench units`, Node 24.21, 2 shared cores, 2026-11-20).
 */
export function closingStatements({ events, jobs, audit, answer }: OpenUnit): readonly SQL[] {
  const parts: SQL[] = [];
  if (events.length > 0) parts.push(insertEvents(events));
  if (jobs.length > 0) parts.push(insertJobs(jobs));
  if (audit.length > 0) parts.push(insertAudit(audit));
  if (answer) parts.push(insertAnswer(answer));
  if (parts.length === 0) return [];
  // `recursive` lets a part read one that comes behind it; none reads itself.
  const statement = sql`with recursive ${sql.join(parts, sql`,`)} select 1`;
  const lock = lockAggregates(events);
  return lock ? [lock, statement] : [statement];
}
