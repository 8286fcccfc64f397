import { sql } from "drizzle-orm";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import type { JobHandler } from "../jobs/handle-job.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps } from "./attempt-deps.ts";
import { withinTime } from "./within-time.ts";

/**
 * Runs a job once.
 *
 * @returns Whether the job is finished with it; otherwise it is for the caller to finish.
 * @throws LeaseLost when a transactional job is not ours any more.
 */
export async function runJob(
  { units }: Pick<AttemptDeps, "units">,
  { job, handle, isTransactional }: JobHandler,
  taken: ClaimedJob,
  controller: AbortController,
): Promise<boolean> {
  const { id: jobId, attempt } = taken;
  const data = job.data.parse(taken.data);
  const work = (): Promise<void> => handle({ data, jobId, attempt, signal: controller.signal });
  if (!isTransactional) {
    await withinTime(work, job.timeoutMs, controller);
    return false;
  }
  await units.open(async ({ tx }) => {
    const [held] = await tx.execute(sql`
      with held as (
        delete from jobs where id = ${jobId}::uuid and lease_token = ${taken.leaseToken}::uuid returning 1
      )
      select set_config('idle_in_transaction_session_timeout', ${String(job.timeoutMs)}, true) from held`);
    if (!held) throw new LeaseLost();
    await withinTime(work, job.timeoutMs, controller);
  });
  return true;
}
