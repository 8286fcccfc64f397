import type { NotificationsDeps } from "./notifications-deps.ts";
import { sendMail } from "./send-mail.ts";

/** Which mail about an account, and to whom. */
export type AccountLetter = {
  readonly template: "verify-email" | "reset-password" | "change-email";
  readonly to: string;
};

/** What makes the letter a mail: a link that acts once. */
export type AccountLink = {
  /** Null where nobody has shown that the address is the account's: the name may be somebody else's words. */
  readonly name: string | null;
  readonly token: string;
  /** How long the link works, in minutes. */
  readonly minutes: number;
};

export type SendAccountMail = AccountLetter & {
  readonly key: string;
  /** Called only for a mail that goes out. @returns null for none after all. */
  readonly makeLink: () => Promise<AccountLink | null>;
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
  { key, template, to, makeLink }: SendAccountMail,
): Promise<void> {
  await sendMail(deps, {
    key,
    to,
    cause: template === "change-email" ? "new-address" : "account-link",
    write: async () => {
      const made = await makeLink();
      if (made === null) return null;
      const link = `${accountUrl}/${template}#token=${made.token}`;
      return { name: made.name, template: { name: template, link, minutes: made.minutes } };
    },
  });
}
