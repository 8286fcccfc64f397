import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { defineJob, handleJob, type JobHandler } from "@ashlar/spine";
import { lte } from "drizzle-orm";
import { z } from "zod";
import {
  accountTokens,
  guessCounts,
  passkeyChallenges,
  sessions,
  signInAttempts,
  tokenFamilies,
} from "./tables.ts";

const job = defineJob({
  name: "identity.remove-expired",
  data: z.object({}),
  cron: "43 * * * *",
  concurrency: 1,
  priority: "low",
  timeoutMs: 300_000,
});

/** Removes every hour what has expired. */
export const removeExpiredHandler = (
  database: Pick<DatabaseConnection, "transact">,
  clock: Clock,
): JobHandler => handleJob(job, () => removeExpired(database, clock.now()));

/** Removes what has expired, each kind in a transaction of its own. All of it is refused from its end on, removed or not. */
export async function removeExpired(
  { transact }: Pick<DatabaseConnection, "transact">,
  at: Date,
): Promise<void> {
  await transact((tx) => tx.delete(sessions).where(lte(sessions.expiresAt, at)));
  await transact((tx) => tx.delete(tokenFamilies).where(lte(tokenFamilies.expiresAt, at)));
  await transact((tx) => tx.delete(accountTokens).where(lte(accountTokens.expiresAt, at)));
  await transact((tx) => tx.delete(passkeyChallenges).where(lte(passkeyChallenges.expiresAt, at)));
  await transact((tx) => tx.delete(signInAttempts).where(lte(signInAttempts.expiresAt, at)));
  await transact((tx) => tx.delete(guessCounts).where(lte(guessCounts.forgetAfter, at)));
}
