import type { MailTemplate } from "../domain/mail-template.ts";
import type { NotificationsDeps } from "./notifications-deps.ts";
import { sendMail } from "./send-mail.ts";

export type NotifyUser = {
  readonly key: string;
  readonly userId: string;
  /** Null for the address that the user has when the mail is sent. */
  readonly email: string | null;
  readonly template: MailTemplate;
};

/** Sends a user a mail; to nobody where there is no such user. */
export async function notifyUser(
  deps: NotificationsDeps,
  { key, userId, email, template }: NotifyUser,
): Promise<void> {
  const user = await deps.recipients.find(userId);
  if (user === null) return;
  await sendMail(deps, { key, template, to: { name: user.name, email: email ?? user.email } });
}
