import type { Order } from "./order.ts";

/** How an attempt at a payment ended. */
export type PaymentOutcome =
  | { readonly outcome: "authorised" }
  | { readonly outcome: "refused"; readonly reason: string }
  /** Nobody knows: the provider gave no answer, and it is not asked again. */
  | { readonly outcome: "unknown"; readonly reason: string };

/** What an outcome means for an order. */
export type Settlement =
  | { readonly step: "confirm"; readonly order: Order }
  | { readonly step: "fail"; readonly order: Order; readonly voidsPayment: boolean }
  /** Money is held for an order that no longer wants it. */
  | { readonly step: "void" }
  | { readonly step: "nothing" };

/**
 * Decides what the outcome of a payment means for its order, however late it comes and however often it is told.
 *
 * A pending order is confirmed or fails. Any other stays as it is; money that is held for an order that was cancelled
 * or has failed is given back.
 */
export function settled(order: Order, payment: PaymentOutcome, at: Date): Settlement {
  if (order.status === "pending") {
    if (payment.outcome === "authorised") {
      return { step: "confirm", order: { ...order, status: "confirmed", updatedAt: at } };
    }
    const { reason } = payment;
    const failed: Order = { ...order, status: "payment_failed", reason, updatedAt: at };
    return { step: "fail", order: failed, voidsPayment: payment.outcome === "unknown" };
  }
  const wantsMoney = order.status === "confirmed" || order.status === "fulfilled";
  return payment.outcome === "authorised" && !wantsMoney ? { step: "void" } : { step: "nothing" };
}
