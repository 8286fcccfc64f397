import { impersonal, type MailTemplate } from "../domain/mail-template.ts";
import type { NotificationsDeps } from "./notifications-deps.ts";
import { sendMail } from "./send-mail.ts";

export type NotifyUser = {
  readonly key: string;
  readonly userId: string;
  /** Null for the address that the user has when the mail is sent. */
  readonly email: string | null;
  readonly template: MailTemplate;
};

/**
 * Sends a user a mail; to nobody where there is no such user.
 *
 * An address that was not shown to be theirs gets few of them: whoever opened the account may not be who reads its mail.
 * What the user chose or sent is told only at an address that was shown to be theirs: nobody uses us to write to others.
 */
export async function notifyUser(
  deps: NotificationsDeps,
  { key, userId, email, template }: NotifyUser,
): Promise<void> {
  const user = await deps.recipients.find(userId);
  if (user === null) return;
  const to = email === null || email === user.email ? user : { email, name: null };
  const { name } = to;
  await sendMail(deps, {
    key,
    to: to.email,
    cause: name === null ? "notice" : null,
    write: async () => ({ name, template: name === null ? impersonal(template) : template }),
  });
}
