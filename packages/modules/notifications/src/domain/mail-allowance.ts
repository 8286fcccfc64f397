/**
 * Mails that people other than the owner of an address can cause, by what they are about.
 *
 * `account-link`: links to the address of an account. `new-address`: links to an address that an account wants to have.
 * `notice`: all else to an address that nobody has shown to be the account's.
 */
export type MailCause = "account-link" | "new-address" | "notice";

const hourMs = 3_600_000;

/** An address gets `atOnce` mails of a cause in 24 hours; past them one each time it has had none for `thenEveryMs`. */
const mailAllowances: Readonly<Record<MailCause, { readonly atOnce: number; readonly thenEveryMs: number }>> =
  {
    // Not none for a day: whoever uses these up mails working links to the owner, and the owner can get one at any time of day.
    "account-link": { atOnce: 5, thenEveryMs: 2 * hourMs },
    "new-address": { atOnce: 3, thenEveryMs: 12 * hourMs },
    notice: { atOnce: 5, thenEveryMs: 12 * hourMs },
  };

/** How far back mails count. */
export const allowanceWindowMs = 24 * hourMs;

/**
 * Whether an address may get one more mail of a cause.
 *
 * @param earlier - When those of the last 24 hours were allowed, newest first.
 */
export function isMailAllowed(cause: MailCause, earlier: readonly Date[], at: Date): boolean {
  const { atOnce, thenEveryMs } = mailAllowances[cause];
  const [newest] = earlier;
  if (newest === undefined || earlier.length < atOnce) return true;
  return at.getTime() - newest.getTime() >= thenEveryMs;
}
