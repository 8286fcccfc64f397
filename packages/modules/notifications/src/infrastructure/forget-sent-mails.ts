import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { defineJob, handleJob, type JobHandler } from "@ashlar/spine";
import { lte } from "drizzle-orm";
import { z } from "zod";
import { allowanceWindowMs } from "../domain/mail-allowance.ts";
import { mailReservations, sentMails } from "./tables.ts";

const keptMs = 90 * 86_400_000;

const job = defineJob({
  name: "notifications.forget-sent-mails",
  data: z.object({}),
  cron: "41 3 * * *",
  priority: "low",
});

/** Forgets mails that were sent 90 days ago, as no job is retried for so long, and reservations that count no more. */
export const forgetSentMails = (
  { transact }: Pick<DatabaseConnection, "transact">,
  clock: Clock,
): JobHandler =>
  handleJob(job, async () => {
    const before = new Date(clock.now().getTime() - keptMs);
    await transact((tx) => tx.delete(sentMails).where(lte(sentMails.sentAt, before)));
    const uncounted = new Date(clock.now().getTime() - allowanceWindowMs);
    await transact((tx) => tx.delete(mailReservations).where(lte(mailReservations.reservedAt, uncounted)));
  });
