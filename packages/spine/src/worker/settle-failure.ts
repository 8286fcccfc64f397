import { jitteredDelayMs, Unavailable } from "@ashlar/kernel";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import type { Retry } from "../jobs/define-job.ts";
import { deadLetter, releaseJobs, retryJob } from "../jobs/settle-jobs.ts";
import type { Work } from "../registry.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps } from "./attempt-deps.ts";

const retryOf = (work: Work): Retry =>
  work.kind === "event"
    ? { attempts: work.handler.attempts, baseMs: 200, capMs: 60_000, giveUpAfterMs: null }
    : work.handler.job.retry;

/**
 * Settles a failed attempt: the job waits for its next one, or is a dead letter and what came before is undone.
 *
 * An attempt whose call never left the process (an open breaker, a full bulkhead) shows nothing of the job and does not
 * count; neither does one whose worker was lost.
 *
 * @param isHopeless - No further attempt is made, whatever the job's retry says.
 * @returns How long until the next attempt in milliseconds; null when there is none.
 */
export async function settleFailure(
  deps: AttemptDeps,
  work: Work,
  job: ClaimedJob,
  error: unknown,
  isHopeless = false,
): Promise<number | null> {
  const reason = reasonOf(error);
  const retry = retryOf(work);
  const failures = job.attempt - job.losses;
  const isUnsent = error instanceof Unavailable && error.isUnsent;
  const isExhausted =
    retry.giveUpAfterMs === null
      ? !isUnsent && failures >= retry.attempts
      : job.triedForMs >= retry.giveUpAfterMs;
  if (!isExhausted && !isHopeless) {
    const delayMs = isUnsent
      ? halfToWhole(1, 1_000 * error.retryAfterSeconds, Number.POSITIVE_INFINITY)
      : halfToWhole(failures, retry.baseMs, retry.capMs);
    if (isUnsent) await releaseJobs(deps.database, [job], delayMs);
    else await retryJob(deps.database, job, delayMs, reason);
    return delayMs;
  }
  await deps.units.open(async ({ tx }) => {
    if (!(await deadLetter(tx, job, reason))) throw new LeaseLost();
    if (work.kind === "job" && work.handler.exhausted) {
      const data = work.handler.job.data.safeParse(job.data);
      if (data.success) await work.handler.exhausted({ data: data.data, jobId: job.id, reason });
    }
  });
  deps.log.error({ queue: job.queue, jobId: job.id, attempt: job.attempt, reason }, "job is a dead letter");
  return null;
}

/** Between half of a step and the whole of it, so that the sum of the waits has a floor. */
const halfToWhole = (step: number, baseMs: number, capMs: number): number =>
  Math.min(capMs, baseMs * 2 ** (step - 1)) / 2 + jitteredDelayMs(step, baseMs / 2, capMs / 2);

/** At most 1,000 characters, fit for the table and an operator's eyes. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 1_000).replaceAll("\u0000", "").toWellFormed();
}
