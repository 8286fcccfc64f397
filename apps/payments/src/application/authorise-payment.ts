import { hash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import { paymentErrors } from "../domain/errors.ts";
import { type Amount, attempted, begun, isSameRequest, type Payment, settled } from "../domain/payment.ts";
import { sandboxPlan } from "../domain/sandbox-plan.ts";
import type { PaymentsDeps } from "./ports.ts";

export type AuthorisePayment = {
  readonly reference: string;
  readonly amount: Amount;
  readonly token: string;
};

/**
 * Holds the money of a card.
 *
 * Idempotent by reference: a repetition, concurrent or later, gets the same payment or the same error. The payment is
 * written before anybody is made to wait, so a caller that gives up has not undone it.
 *
 * @param signal - Ends the waiting of `tok_timeout`, not the payment.
 * @throws PAYMENT_DECLINED for a declined card or a token that the sandbox does not know.
 * @throws PAYMENT_VOIDED when it was voided, also before this call.
 * @throws REFERENCE_REUSED when the reference was used for another amount or token.
 * @throws Unavailable where the token asks for a failure.
 */
export async function authorisePayment(
  deps: PaymentsDeps,
  { reference, amount, token }: AuthorisePayment,
  signal: AbortSignal,
): Promise<Payment> {
  const tokenHash = hash("sha256", token, "base64url");
  const payment = await deps.transact(async ({ payments }) => {
    const now = deps.clock.now();
    const plan = sandboxPlan(token, deps.settleAfterMs);
    const present = await payments.claim(begun(reference, { amount, tokenHash }, plan, now));
    if (present.request !== null && !isSameRequest(present, amount, tokenHash)) {
      throw paymentErrors.REFERENCE_REUSED({ reference });
    }
    if (present.status !== "processing") return present;
    const next = attempted(present, now);
    await payments.save(next);
    return next;
  });
  return outcome(payment.status === "processing" ? await awaited(deps, payment, signal) : payment);
}

/** Waits as long as the sandbox wants its caller to wait. */
async function awaited(
  { clock, payments }: PaymentsDeps,
  payment: Payment,
  signal: AbortSignal,
): Promise<Payment> {
  if (payment.status !== "processing" || payment.settlesAt === null) return payment;
  const remainingMs = payment.settlesAt.getTime() - clock.now().getTime();
  await wait(Math.max(0, remainingMs), undefined, { signal }).catch(() => undefined);
  // It may have been voided meanwhile.
  return settled((await payments.find(payment.reference)) ?? payment, clock.now());
}

function outcome(payment: Payment): Payment {
  const { reference } = payment;
  switch (payment.status) {
    case "declined":
      throw paymentErrors.PAYMENT_DECLINED({ reference, reason: payment.reason });
    case "voided":
      throw paymentErrors.PAYMENT_VOIDED({ reference });
    case "processing":
      throw new Unavailable("The sandbox fails here because the token asks for it.");
    default:
      return payment;
  }
}
