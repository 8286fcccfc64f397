import type { Transaction } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { LeaseLost } from "./lease-lost.ts";

/** The job that an attempt holds. */
export type HeldJob = {
  readonly jobId: string;
  readonly leaseToken: string;
  /** True once the attempt has ended in this process, whatever its code still does. */
  isOver: boolean;
};

/**
 * Keeps everybody else from taking the job until the unit of work has ended.
 *
 * @throws LeaseLost when the attempt holds it no longer.
 */
export async function holdJob(tx: Transaction, held: HeldJob): Promise<void> {
  if (held.isOver) throw new LeaseLost();
  const rows = await tx.execute(
    sql`select 1 from jobs where id = ${held.jobId}::uuid and lease_token = ${held.leaseToken}::uuid for no key update`,
  );
  if (rows.length === 0) throw new LeaseLost();
}
