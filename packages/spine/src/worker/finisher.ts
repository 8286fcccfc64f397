import type { DatabaseConnection } from "@ashlar/database";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import { finishJobs } from "../jobs/settle-jobs.ts";
import { LeaseLost } from "../units/lease-lost.ts";

type Waiting = {
  readonly job: ClaimedJob;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Finishes jobs in batches: while one statement is on its way, the next gathers.
 *
 * @throws LeaseLost from the returned function, for a job that is not ours any more.
 */
export function finisher(database: Pick<DatabaseConnection, "transact">): (job: ClaimedJob) => Promise<void> {
  let waiting: Waiting[] = [];
  let isBusy = false;

  const flush = async (): Promise<void> => {
    isBusy = true;
    // Jobs that end in this turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const finished = await finishJobs(
          database,
          batch.map(({ job }) => job),
        );
        for (const { job, resolve, reject } of batch) {
          if (finished.has(job.id)) resolve();
          else reject(new LeaseLost());
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isBusy = false;
  };
  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      if (!isBusy) void flush();
    });
}
