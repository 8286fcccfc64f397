import { at } from "@ashlar/database";
import { index, pgTable, text } from "drizzle-orm/pg-core";

/** Mails that others than an address's owner can cause, each reserved before it is sent, so that no address gets many. */
export const mailReservations = pgTable(
  "mail_reservations",
  {
    /** The mail's; trying it again reserves nothing more. */
    key: text().primaryKey(),
    /** SHA-256 of the cause and the address, base64url. */
    bucket: text().notNull(),
    reservedAt: at().notNull(),
  },
  (mail) => [
    index("mail_reservations_bucket_idx").on(mail.bucket, mail.reservedAt),
    index("mail_reservations_reserved_at_idx").on(mail.reservedAt),
  ],
);

/** Mails that a mail server has taken, so that none is sent twice; without their words or addresses. */
export const sentMails = pgTable(
  "sent_mails",
  { key: text().primaryKey(), template: text().notNull(), sentAt: at().notNull() },
  (mail) => [index("sent_mails_sent_at_idx").on(mail.sentAt)],
);
