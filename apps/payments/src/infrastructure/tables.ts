import { at, currency, minor } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { check, integer, pgSchema, text } from "drizzle-orm/pg-core";

/** A schema of its own: the service shares no table with those that call it. */
export const paymentsSchema = pgSchema("payments");

/** Payments by their caller's reference. What a status needs, and what it excludes, is checked in the database too. */
export const payments = paymentsSchema.table(
  "payments",
  {
    reference: text().primaryKey(),
    status: text({ enum: ["processing", "authorised", "captured", "declined", "voided"] }).notNull(),
    amountMinor: minor(),
    currency: currency(),
    /** SHA-256, to tell another card from the same one; the token itself is not kept. */
    tokenHash: text(),
    declineReason: text({ enum: ["card_declined", "unknown_token"] }),
    settlesAt: at(),
    failuresLeft: integer().notNull().default(0),
    createdAt: at().notNull(),
    changedAt: at().notNull(),
  },
  (payment) => [
    check("payments_reference_check", sql`${payment.reference} ~ '^[A-Za-z0-9._-]{1,64}$'`),
    check(
      "payments_status_check",
      sql`${payment.status} in ('processing', 'authorised', 'captured', 'declined', 'voided')`,
    ),
    check("payments_amount_check", sql`${payment.amountMinor} > 0`),
    check(
      "payments_request_check",
      sql`num_nulls(${payment.amountMinor}, ${payment.currency}, ${payment.tokenHash}) = 0 or (${payment.status} = 'voided' and num_nonnulls(${payment.amountMinor}, ${payment.currency}, ${payment.tokenHash}) = 0)`,
    ),
    check(
      "payments_decline_check",
      sql`(${payment.declineReason} is not null) = (${payment.status} = 'declined')`,
    ),
  ],
);
