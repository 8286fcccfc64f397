import type { Transaction } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { PaymentWriter } from "../application/ports.ts";
import { toPayment, toRow } from "./payment-row.ts";
import { payments } from "./tables.ts";

export function postgresPaymentWriter(tx: Transaction): PaymentWriter {
  const lock: PaymentWriter["lock"] = async (reference) => {
    const [row] = await tx.select().from(payments).where(eq(payments.reference, reference)).for("update");
    return row === undefined ? null : toPayment(row);
  };
  return {
    lock,
    claim: async (payment) => {
      const made = await tx.insert(payments).values(toRow(payment)).onConflictDoNothing().returning();
      // The insert has waited for whoever made it, and payments are never deleted.
      return made.length > 0 ? payment : ((await lock(payment.reference)) ?? payment);
    },
    save: async (payment) => {
      const { reference, ...changed } = toRow(payment);
      await tx.update(payments).set(changed).where(eq(payments.reference, reference));
    },
  };
}
