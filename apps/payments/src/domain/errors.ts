import { defineErrors } from "@ashlar/kernel";

type ByReference = { readonly reference: string };

/** Outcomes that the contract declares; codes are equal to its. */
export const paymentErrors = defineErrors({
  PAYMENT_DECLINED: ({ reason }: ByReference & { readonly reason: "card_declined" | "unknown_token" }) =>
    reason === "card_declined" ? "The card was declined." : "The token is not known.",
  PAYMENT_VOIDED: ({ reference }: ByReference) => `Payment ${reference} was voided.`,
  REFERENCE_REUSED: ({ reference }: ByReference) =>
    `Reference ${reference} belongs to a payment of another amount or card.`,
  PAYMENT_NOT_FOUND: ({ reference }: ByReference) => `There is no payment ${reference}.`,
  PAYMENT_NOT_AUTHORISED: ({ reference, status }: ByReference & { readonly status: string }) =>
    `Payment ${reference} is ${status}, not authorised.`,
  PAYMENT_CAPTURED: ({ reference }: ByReference) => `Payment ${reference} is captured already.`,
});
