import { defineJob, handleJob, type JobHandler, type JobQueue } from "@ashlar/spine";
import { z } from "zod";
import type { AccountMailRequests } from "../application/account-mail-ports.ts";
import {
  type SendAccountMailDeps,
  sendEmailChange,
  sendPasswordReset,
  sendVerification,
} from "../application/send-account-mail.ts";

/** Over about an hour: longer than a mail server's restart, shorter than a link is worth sending. */
const retry = { attempts: 8, baseMs: 2_000, capMs: 900_000 };

const verification = defineJob({
  name: "identity.mail-verification",
  data: z.object({ userId: z.string() }),
  retry,
});
const passwordReset = defineJob({
  name: "identity.mail-password-reset",
  data: z.object({ email: z.string() }),
  retry,
  priority: "high",
});
const emailChange = defineJob({
  name: "identity.mail-email-change",
  data: z.object({ userId: z.string(), newEmail: z.string() }),
  retry,
});

/** Asks for mails by jobs of the unit of work. */
export const queuedAccountMail = (jobs: JobQueue): AccountMailRequests => ({
  verification: (userId) => jobs.enqueue(verification, { userId }),
  passwordReset: (email) => jobs.enqueue(passwordReset, { email }),
  emailChange: (userId, newEmail) => jobs.enqueue(emailChange, { userId, newEmail }),
});

/** What those jobs do. */
export const accountMailJobs = (deps: SendAccountMailDeps): readonly JobHandler[] => [
  handleJob(verification, ({ data, jobId }) => sendVerification(deps, jobId, data.userId)),
  handleJob(passwordReset, ({ data, jobId }) => sendPasswordReset(deps, jobId, data.email)),
  handleJob(emailChange, ({ data, jobId }) => sendEmailChange(deps, jobId, data)),
];
