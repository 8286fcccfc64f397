import { createHash } from "node:crypto";
import type { Transaction } from "@ashlar/database";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { MailReservationWriter } from "../application/ports.ts";
import { allowanceWindowMs, isMailAllowed } from "../domain/mail-allowance.ts";
import { mailReservations } from "./tables.ts";

/** Reserves mails in an open transaction; those to one address and of one cause wait for each other. */
export const postgresMailReservationWriter = (tx: Transaction): MailReservationWriter => ({
  reserve: async (key, { cause, address }, at) => {
    const bucket = createHash("sha256")
      .update(JSON.stringify([cause, address]))
      .digest("base64url");
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`notifications.mail ${bucket}`}, 0))`,
    );
    const since = new Date(at.getTime() - allowanceWindowMs);
    const rows = await tx
      .select({ key: mailReservations.key, reservedAt: mailReservations.reservedAt })
      .from(mailReservations)
      .where(and(eq(mailReservations.bucket, bucket), gt(mailReservations.reservedAt, since)))
      .orderBy(desc(mailReservations.reservedAt));
    if (rows.some((row) => row.key === key)) return true;
    const earlier = rows.map(({ reservedAt }) => reservedAt);
    if (!isMailAllowed(cause, earlier, at)) return false;
    await tx.insert(mailReservations).values({ key, bucket, reservedAt: at }).onConflictDoNothing();
    return true;
  },
});
