import { paymentErrors } from "../domain/errors.ts";
import { type Payment, settled } from "../domain/payment.ts";
import type { PaymentsDeps } from "./ports.ts";

/**
 * Tells where a payment stands.
 *
 * @throws PAYMENT_NOT_FOUND when nobody asked for it.
 */
export async function readPayment(
  { clock, payments }: Pick<PaymentsDeps, "clock" | "payments">,
  reference: string,
): Promise<Payment> {
  const payment = await payments.find(reference);
  if (payment === null) throw paymentErrors.PAYMENT_NOT_FOUND({ reference });
  return settled(payment, clock.now());
}
