import type { MailTemplate } from "../domain/mail-template.ts";
import type { NotificationsDeps } from "./notifications-deps.ts";
import type { Recipient } from "./ports.ts";

export type SendMail = {
  /** The same mail has the same key. */
  readonly key: string;
  readonly to: Recipient;
  readonly template: MailTemplate;
};

/**
 * Sends a mail, unless it was sent.
 *
 * Once for its key, however often it is called one after the other. SMTP has no transaction: if the process dies between
 * the server's answer and our note of it, the mail is sent again, with the same `Message-ID`, by which mail programs tell
 * that it is the same.
 *
 * @throws what the transport throws; nothing is noted then.
 */
export async function sendMail(
  deps: Pick<NotificationsDeps, "clock" | "render" | "transport" | "sentMails" | "transact">,
  { key, to, template }: SendMail,
): Promise<void> {
  if (await deps.sentMails.has(key)) return;
  const rendered = await deps.render(template, to.name);
  const address = { name: to.name ?? "", address: to.email };
  await deps.transport.send({ ...rendered, to: address, messageId: `<${key}@ashlar>` });
  await deps.transact(({ sentMails }) => sentMails.add(key, template.name, deps.clock.now()));
}
