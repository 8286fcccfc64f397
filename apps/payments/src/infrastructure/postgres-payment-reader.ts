import type { Database } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import type { PaymentReader } from "../application/ports.ts";
import { toPayment } from "./payment-row.ts";
import { payments } from "./tables.ts";

export function postgresPaymentReader(db: Database): PaymentReader {
  const byReference = db
    .select()
    .from(payments)
    .where(eq(payments.reference, sql.placeholder("reference")))
    .prepare("payment_by_reference");
  return {
    find: async (reference) => {
      const [row] = await byReference.execute({ reference });
      return row === undefined ? null : toPayment(row);
    },
  };
}
