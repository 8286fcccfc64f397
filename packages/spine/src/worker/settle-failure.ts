import { jitteredDelayMs } from "@ashlar/kernel";
import { buryJob, retryJob } from "../jobs/settle-jobs.ts";
import type { TakenJob } from "../jobs/taken-job.ts";
import type { Work } from "../registry.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps } from "./attempt-deps.ts";

const handlerRetry = { baseMs: 200, capMs: 60_000 };

/** Tries in all of a piece of work. */
export const attemptsOf = (work: Work): number =>
  work.kind === "event" ? work.handler.attempts : work.handler.job.retry.attempts;

/**
 * Settles a failed attempt: the job waits for its next one, or is a dead letter and what came before is undone.
 *
 * @returns How long until the next attempt in milliseconds; null when there is none.
 */
export async function settleFailure(
  deps: AttemptDeps,
  work: Work,
  job: TakenJob,
  error: unknown,
): Promise<number | null> {
  const reason = reasonOf(error);
  if (job.attempt < attemptsOf(work)) {
    const { baseMs, capMs } = work.kind === "event" ? handlerRetry : work.handler.job.retry;
    const delayMs = jitteredDelayMs(job.attempt, baseMs, capMs);
    await retryJob(deps.database, job, delayMs, reason);
    return delayMs;
  }
  await deps.units.open(async ({ tx }) => {
    if (!(await buryJob(tx, job, reason))) throw new LeaseLost();
    if (work.kind === "job" && work.handler.exhausted) {
      const data = work.handler.job.data.safeParse(job.data);
      if (data.success) await work.handler.exhausted({ data: data.data, jobId: job.id, reason });
    }
  });
  deps.log.error(
    { queue: job.queue, jobId: job.id, attempt: job.attempt, reason },
    "A job is a dead letter.",
  );
  return null;
}

/** At most 1,000 characters, fit for the table and an operator's eyes. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 1_000).replaceAll("\u0000", "").toWellFormed();
}
