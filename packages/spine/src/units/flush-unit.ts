import { insertAudit } from "../audit/insert-audit.ts";
import { insertEvents } from "../events/insert-events.ts";
import { insertAnswer } from "../idempotency/insert-answer.ts";
import { insertJobs } from "../jobs/insert-jobs.ts";
import type { OpenUnit } from "./open-unit.ts";

/** Writes what the unit of work has gathered: one statement for each kind, all on their way at once. */
export async function flushUnit({ tx, events, jobs, audit, answers }: OpenUnit): Promise<void> {
  const written: Promise<unknown>[] = [];
  if (events.length > 0) written.push(...insertEvents(tx, events));
  if (jobs.length > 0) written.push(insertJobs(tx, jobs));
  if (audit.length > 0) written.push(insertAudit(tx, audit));
  for (const answer of answers) written.push(insertAnswer(tx, answer));
  // All are awaited whatever fails: a statement in flight must not outlive the unit of work.
  const outcomes = await Promise.allSettled(written);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
