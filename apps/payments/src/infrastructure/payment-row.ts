import type { Payment } from "../domain/payment.ts";
import type { payments } from "./tables.ts";

type Row = typeof payments.$inferSelect;

/** Reads a row; its checks make every other combination impossible. */
export function toPayment(row: Row): Payment {
  const { reference, createdAt, changedAt, status, amountMinor, currency, tokenHash } = row;
  const request =
    amountMinor === null || currency === null || tokenHash === null
      ? null
      : { amount: { amountMinor, currency }, tokenHash };
  const named = { reference, request, createdAt, changedAt };
  if (status === "processing") {
    return { ...named, status, settlesAt: row.settlesAt, failuresLeft: row.failuresLeft };
  }
  if (status === "declined") return { ...named, status, reason: row.declineReason ?? "card_declined" };
  return { ...named, status };
}

export const toRow = (payment: Payment): Row => ({
  reference: payment.reference,
  status: payment.status,
  amountMinor: payment.request?.amount.amountMinor ?? null,
  currency: payment.request?.amount.currency ?? null,
  tokenHash: payment.request?.tokenHash ?? null,
  declineReason: payment.status === "declined" ? payment.reason : null,
  settlesAt: payment.status === "processing" ? payment.settlesAt : null,
  failuresLeft: payment.status === "processing" ? payment.failuresLeft : 0,
  createdAt: payment.createdAt,
  changedAt: payment.changedAt,
});
