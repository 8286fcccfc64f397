import type { Job, Priority } from "./define-job.ts";

export type EnqueueOptions = {
  /** Not before so long; default 0. */
  readonly delayMs?: number;
  /** Default: the job's own. */
  readonly priority?: Priority;
  /** While a job of this kind with the key is unfinished, another is not added; nothing is thrown. */
  readonly uniqueKey?: string;
};

/** Adds jobs to the unit of work in progress. */
export type JobQueue = {
  /**
   * Enqueues a job that runs once the unit of work has committed, and not at all if it does not.
   *
   * @throws ZodError when the data does not fit the job: a bug.
   */
  readonly enqueue: <Data>(job: Job<Data>, data: NoInfer<Data>, options?: EnqueueOptions) => Promise<void>;
};
