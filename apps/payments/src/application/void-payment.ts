import { paymentErrors } from "../domain/errors.ts";
import { type Payment, settled, voided, voidedInAdvance } from "../domain/payment.ts";
import type { PaymentsDeps } from "./ports.ts";

/**
 * Gives back what is held and takes nothing any more, whether the payment was asked for or not.
 *
 * Idempotent and final: an authorisation that arrives after it, late or repeated, is refused. A declined payment stays
 * declined.
 *
 * @throws PAYMENT_CAPTURED when the money is taken already.
 */
export async function voidPayment(
  { clock, transact }: Pick<PaymentsDeps, "clock" | "transact">,
  reference: string,
): Promise<Payment> {
  return transact(async ({ payments }) => {
    const now = clock.now();
    const payment = settled(await payments.claim(voidedInAdvance(reference, now)), now);
    if (payment.status === "captured") throw paymentErrors.PAYMENT_CAPTURED({ reference });
    if (payment.status === "voided" || payment.status === "declined") return payment;
    const next = voided(payment, now);
    await payments.save(next);
    return next;
  });
}
