import type { NotificationsDeps } from "./notifications-deps.ts";
import { sendMail } from "./send-mail.ts";

/** A mail about an account, with a link that acts once. */
export type AccountMail = {
  readonly template: "verify-email" | "reset-password" | "change-email";
  readonly to: string;
  /** Null where nobody has shown that the address is the account's: the name may be somebody else's words. */
  readonly name: string | null;
  readonly token: string;
  /** How long the link works, in minutes. */
  readonly minutes: number;
};

/**
 * Sends a mail with a link to the account pages.
 *
 * The token stands in the fragment, which no browser sends to a server or tells the next page.
 *
 * @param accountUrl - Where the account pages are: `https://app.example.org/account`.
 */
export async function sendAccountMail(
  deps: NotificationsDeps,
  accountUrl: string,
  key: string,
  { template, to, name, token, minutes }: AccountMail,
): Promise<void> {
  const link = `${accountUrl}/${template}#token=${token}`;
  await sendMail(deps, { key, to: { email: to, name }, template: { name: template, link, minutes } });
}
