import { defineJob, handleJob, type JobHandler, type JobQueue } from "@ashlar/spine";
import { z } from "zod";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import type { AccountMailRequests } from "../account-mail-ports.ts";
import {
  type SendAccountMailDeps,
  sendEmailChange,
  sendPasswordReset,
  sendVerification,
} from "../send-account-mail.ts";

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
  /** `passwordMark` is a hash of the password's hash: it says whether that is still the one, and nothing else. */
  data: z.object({ userId: z.string(), newEmail: z.string(), passwordMark: z.string().default("") }),
  retry,
});

const markOf = (passwordHash: string | null): string => secretHash(passwordHash ?? "none");

/** Asks for mails by jobs of the unit of work. */
export const queuedAccountMail = (jobs: JobQueue): AccountMailRequests => ({
  verification: (userId) => jobs.enqueue(verification, { userId }),
  passwordReset: (email) => jobs.enqueue(passwordReset, { email }),
  emailChange: (userId, newEmail, passwordHash) =>
    jobs.enqueue(emailChange, { userId, newEmail, passwordMark: markOf(passwordHash) }),
});

/** What those jobs do. */
export const accountMailJobs = (deps: SendAccountMailDeps): readonly JobHandler[] => [
  handleJob(verification, ({ data, jobId }) => sendVerification(deps, jobId, data.userId)),
  handleJob(passwordReset, ({ data, jobId }) => sendPasswordReset(deps, jobId, data.email)),
  handleJob(emailChange, ({ data: { passwordMark, ...change }, jobId }) =>
    sendEmailChange(deps, jobId, {
      ...change,
      isStillProved: (passwordHash) => markOf(passwordHash) === passwordMark,
    }),
  ),
];
