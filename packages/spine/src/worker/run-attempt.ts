import { randomBytes } from "node:crypto";
import { inRequestScope, type SpanStart } from "@ashlar/kernel";
import { isKnown } from "../events/to-stored-event.ts";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import { releaseJobs } from "../jobs/settle-jobs.ts";
import type { Work } from "../registry.ts";
import type { HeldJob } from "../units/held-job.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps, AttemptRecord } from "./attempt-deps.ts";
import { deliverEvent } from "./deliver-event.ts";
import { runJob } from "./run-job.ts";
import { settleFailure } from "./settle-failure.ts";

/** Why a worker ends attempts that could continue: their jobs go back as if they had not been taken. */
export class WorkerStopping extends Error {
  override readonly name = "WorkerStopping";
}

type Deps = AttemptDeps & { readonly finish: (job: ClaimedJob) => Promise<void> };

/**
 * Makes one attempt at a job and settles it, whatever happens; never throws.
 *
 * @returns When the job is due again, in milliseconds from now; null when it is not, or nobody knows.
 */
export async function runAttempt(
  deps: Deps,
  work: Work,
  job: ClaimedJob,
  controller: AbortController,
): Promise<number | null> {
  const startedMs = performance.now();
  let outcome: AttemptRecord["outcome"] = "done";
  const held: HeldJob = { jobId: job.id, leaseToken: job.leaseToken, isOver: false };
  try {
    if (work.kind === "event" && job.event !== null && !isKnown(job.event)) {
      outcome = "given back";
      await releaseJobs(deps.database, [job], 5_000);
      return 5_000;
    }
    if (job.losses > mostLosses) throw new WorkersLost(job);
    await inScope(deps, job, controller, () =>
      deps.units.attempt(held, async () => {
        if (work.kind === "event") await deliverEvent(deps, work.handler, job, controller);
        else if (!(await runJob(deps, work.handler, job, controller))) await deps.finish(job);
      }),
    );
    return null;
  } catch (error) {
    held.isOver = true;
    const { signal } = controller;
    outcome = isTakenAway(error, signal) ? "given back" : "failed";
    return await settled(deps, work, job, error, signal);
  } finally {
    held.isOver = true;
    deps.observe?.({ queue: job.queue, outcome, durationMs: performance.now() - startedMs });
  }
}

const isTakenAway = (error: unknown, { aborted, reason }: AbortSignal): boolean =>
  error instanceof LeaseLost ||
  (aborted && (reason instanceof LeaseLost || reason instanceof WorkerStopping));

async function settled(
  deps: AttemptDeps,
  work: Work,
  job: ClaimedJob,
  error: unknown,
  signal: AbortSignal,
): Promise<number | null> {
  const about = { queue: job.queue, jobId: job.id, attempt: job.attempt };
  const cause = signal.aborted ? signal.reason : error;
  try {
    if (error instanceof LeaseLost || cause instanceof LeaseLost) {
      deps.log.warn(about, "An attempt lost its job; nothing of it commits.");
      return null;
    }
    if (cause instanceof WorkerStopping) {
      await releaseJobs(deps.database, [job], 0);
      return 0;
    }
    deps.log.warn({ ...about, error: cause }, "An attempt at a job failed.");
    return await settleFailure(deps, work, job, cause, cause instanceof WorkersLost);
  } catch (settling) {
    deps.log.error(
      { ...about, error: settling },
      "A failed attempt could not be settled; its lease will end.",
    );
    return null;
  }
}

/** A job without a fault is lost with its worker a few times while processes are killed; one that kills it, each time. */
const mostLosses = 8;

/** So many attempts never ended that the job is taken for the cause: its workers died, froze or lost the database. */
class WorkersLost extends Error {
  override readonly name = "WorkersLost";

  constructor({ losses, failure }: ClaimedJob) {
    super(`Lost with its worker ${losses} times.${failure === null ? "" : ` Last failure: ${failure}`}`);
  }
}

/** The facts of the request that the job came from, and a span of its trace. */
async function inScope<Result>(
  { log, tracer }: Deps,
  job: ClaimedJob,
  { signal }: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const requestId = job.requestId ?? job.id;
  const span = tracer?.begin(spanOf(job), job.traceparent);
  if (!span) {
    const traceparent = unrecorded(job.traceparent, tracer === undefined);
    return inRequestScope({ requestId, traceparent, signal, log }, work);
  }
  try {
    const { traceparent } = span;
    return await inRequestScope({ requestId, traceparent, signal, log, ...(tracer && { tracer }) }, work);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

const spanOf = ({ id, queue, attempt, event }: ClaimedJob): SpanStart => ({
  name: `process ${queue}`,
  kind: "consumer",
  attributes: {
    "messaging.operation.type": "process",
    "messaging.destination.name": queue,
    "messaging.message.id": event?.id ?? id,
    "ashlar.attempt": attempt,
  },
});

/** The same trace, or one of its own, under an id that nobody records. */
function unrecorded(parent: string | null, isUndecided: boolean): string {
  const [, trace = randomBytes(16).toString("hex"), , flags = isUndecided ? "01" : "00"] =
    parent?.split("-") ?? [];
  return `00-${trace}-${randomBytes(8).toString("hex")}-${flags}`;
}
