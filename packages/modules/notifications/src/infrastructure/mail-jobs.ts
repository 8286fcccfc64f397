import { defineJob, handleJob, type JobHandler } from "@ashlar/spine";
import { z } from "zod";
import type { NotificationsDeps } from "../application/notifications-deps.ts";
import { notifyUser } from "../application/notify-user.ts";
import type { MailTemplate } from "../domain/mail-template.ts";

const money = z.object({ amountMinor: z.int(), currency: z.string() });

/** The mails that wait in the queue; none of them carries a secret. */
const template = z.discriminatedUnion("name", [
  z.object({ name: z.literal("welcome") }),
  z.object({
    name: z.literal("new-sign-in"),
    at: z.string(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
  }),
  z.object({ name: z.literal("password-changed"), at: z.string() }),
  z.object({
    name: z.literal("credential-changed"),
    change: z.string(),
    label: z.string().nullable(),
    at: z.string(),
  }),
  z.object({ name: z.literal("email-changed"), formerEmail: z.string(), email: z.string() }),
  z.object({ name: z.literal("account-closed") }),
  z.object({ name: z.literal("order-confirmed"), orderId: z.string(), total: money }),
  z.object({ name: z.literal("order-payment-failed"), orderId: z.string() }),
]) satisfies z.ZodType<MailTemplate>;

/** A mail to a user, about something that has happened. */
export const noticeJob = defineJob({
  name: "notifications.mail-notice",
  data: z.object({ key: z.string(), userId: z.string(), email: z.string().nullable(), template }),
  retry: { attempts: 10, baseMs: 2_000, capMs: 3_600_000 },
  priority: "low",
});

export const mailJobs = (deps: NotificationsDeps): readonly JobHandler[] => [
  handleJob(noticeJob, ({ data }) => notifyUser(deps, data)),
];
