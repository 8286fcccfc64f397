import type { Job } from "./define-job.ts";

/** One try at a job. */
export type JobRun<Data> = {
  readonly data: Data;
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when the time is up, the lease is lost or the worker stops. */
  readonly signal: AbortSignal;
};

/** A kind of job with what it does; made by `handleJob`. */
export type JobHandler = {
  readonly job: Job;
  readonly isTransactional: boolean;
  readonly handle: (run: JobRun<unknown>) => Promise<void>;
  readonly exhausted: ((failed: FailedJob<unknown>) => Promise<void>) | null;
};

export type FailedJob<Data> = { readonly data: Data; readonly jobId: string; readonly reason: string };

/**
 * Says what a job does.
 *
 * It is run until an attempt returns, at least once. Every unit of work opened inside is fenced: it commits only
 * while this attempt holds the job, so a worker that froze past its lease and thaws has no effect. Make it safe to
 * repeat from the start, or set `isTransactional`.
 *
 * @param options.isTransactional - Runs it inside one unit of work that also finishes the job: its effect is applied
 *   exactly once. Not for jobs that wait for the network, as a transaction stays open meanwhile.
 * @param options.exhausted - Runs when the last attempt has failed, in the unit of work that makes the job a dead
 *   letter: the place to undo what came before. Tried again until it succeeds.
 */
export function handleJob<Data>(
  job: Job<Data>,
  handle: (run: JobRun<Data>) => Promise<void>,
  options: {
    readonly isTransactional?: boolean;
    readonly exhausted?: (failed: FailedJob<Data>) => Promise<void>;
  } = {},
): JobHandler {
  // Sound: the worker parses the data by the job's schema before it calls either.
  return {
    job: job as Job,
    isTransactional: options.isTransactional ?? false,
    handle: handle as JobHandler["handle"],
    exhausted: (options.exhausted ?? null) as JobHandler["exhausted"],
  };
}
