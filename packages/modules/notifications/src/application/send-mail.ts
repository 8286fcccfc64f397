import { product } from "@ashlar/kernel";
import type { MailCause } from "../domain/mail-allowance.ts";
import type { MailTemplate } from "../domain/mail-template.ts";
import type { NotificationsDeps } from "./notifications-deps.ts";

/** What accounts have that gave their address back. @see RFC 2606 */
const reachesNobody = (address: string): boolean => address.endsWith(".invalid");

export type SendMail = {
  /** The same mail has the same key. */
  readonly key: string;
  /** The address, in lower case. */
  readonly to: string;
  /** What strangers can make us send; null for a mail that only the owner of the address causes. */
  readonly cause: MailCause | null;
  /** What the mail says, and the reader's name; null for no mail after all. Called only for a mail that goes out. */
  readonly write: () => Promise<{ readonly name: string | null; readonly template: MailTemplate } | null>;
};

/**
 * Sends a mail, unless it was sent, the address reaches nobody, or the address has had as many as others may cause.
 *
 * Once for its key, however often it is called one after the other. SMTP has no transaction: if the process dies between
 * the server's answer and our note of it, the mail is sent again, with the same `Message-ID`, by which mail programs tell
 * that it is the same. A mail is reserved before it is made, so that a mailbox is flooded by nothing that fails halfway.
 *
 * @throws what the transport throws; nothing is noted then.
 */
export async function sendMail(
  deps: Pick<NotificationsDeps, "clock" | "render" | "transport" | "sentMails" | "transact">,
  { key, to, cause, write }: SendMail,
): Promise<void> {
  if (reachesNobody(to) || (await deps.sentMails.has(key))) return;
  const isAllowed =
    cause === null ||
    (await deps.transact(({ reservations }) =>
      reservations.reserve(key, { cause, address: to }, deps.clock.now()),
    ));
  const written = isAllowed ? await write() : null;
  if (written === null) return;
  const { name, template } = written;
  const rendered = await deps.render(template, name);
  const address = { name: name ?? "", address: to };
  await deps.transport.send({ ...rendered, to: address, messageId: `<${key}@${product.id}>` });
  await deps.transact(({ sentMails }) => sentMails.add(key, template.name, deps.clock.now()));
}
