import { paymentErrors } from "../domain/errors.ts";
import { captured, type Payment, settled } from "../domain/payment.ts";
import type { PaymentsDeps } from "./ports.ts";

/**
 * Takes the money that is held. Idempotent.
 *
 * @throws PAYMENT_NOT_FOUND when nobody asked for it.
 * @throws PAYMENT_NOT_AUTHORISED when no money is held.
 */
export async function capturePayment(
  { clock, transact }: Pick<PaymentsDeps, "clock" | "transact">,
  reference: string,
): Promise<Payment> {
  return transact(async ({ payments }) => {
    const present = await payments.lock(reference);
    if (present === null) throw paymentErrors.PAYMENT_NOT_FOUND({ reference });
    const now = clock.now();
    const payment = settled(present, now);
    if (payment.status === "captured") return payment;
    if (payment.status !== "authorised") {
      throw paymentErrors.PAYMENT_NOT_AUTHORISED({ reference, status: payment.status });
    }
    const next = captured(payment, now);
    await payments.save(next);
    return next;
  });
}
