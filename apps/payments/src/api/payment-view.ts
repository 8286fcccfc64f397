import type { Payment as PaymentView } from "@ashlar/payments-contract";
import type { Payment } from "../domain/payment.ts";

/** What callers see of a payment. */
export const toView = ({ reference, status, request, createdAt, changedAt }: Payment): PaymentView => ({
  reference,
  status,
  amount: request?.amount ?? null,
  createdAt,
  changedAt,
});
