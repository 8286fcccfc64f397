import { at } from "@ashlar/database";
import { index, pgTable, text } from "drizzle-orm/pg-core";

/** Mails that a mail server has taken, so that none is sent twice; without their words or addresses. */
export const sentMails = pgTable(
  "sent_mails",
  { key: text().primaryKey(), template: text().notNull(), sentAt: at().notNull() },
  (mail) => [index("sent_mails_sent_at_idx").on(mail.sentAt)],
);
