import type { Clock } from "@ashlar/kernel";
import { uuidV7 } from "@ashlar/kernel";
import type { Mailbox, StoredMail } from "../application/mailbox.ts";
import type { MailTransport } from "../application/ports.ts";

const keptMails = 200;

/** Keeps the newest 200 mails in the memory of the process instead of sending them; for tests and scripts. */
export function memoryMailbox(from: string, clock: Clock): MailTransport & Mailbox {
  const mails: StoredMail[] = [];
  return {
    send: async ({ to, subject, html, text }) => {
      mails.unshift({ id: uuidV7(), sentAt: clock.now().toISOString(), from, to, subject, text, html });
      mails.length = Math.min(mails.length, keptMails);
    },
    close: async () => undefined,
    list: async () => [...mails],
    find: async (id) => mails.find((mail) => mail.id === id) ?? null,
  };
}
