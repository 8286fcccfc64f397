import { mutation, query } from "@ashlar/contracts";
import { z } from "zod";
import {
  PAYMENT_CAPTURED,
  PAYMENT_DECLINED,
  PAYMENT_NOT_AUTHORISED,
  PAYMENT_NOT_FOUND,
  PAYMENT_VOIDED,
  REFERENCE_REUSED,
} from "./payment-errors.ts";
import { Payment, PaymentAmount, PaymentReference } from "./payment-schemas.ts";

const ByReference = z.strictObject({ reference: PaymentReference });

/**
 * What the payment provider promises to the services that call it.
 *
 * Every call may be repeated: the reference is the idempotency key, so a caller that lost an answer asks again, or
 * voids, and knows where it stands.
 */
export const paymentsContract = {
  payments: {
    authorise: mutation("POST /payments", {
      summary: "Holds the money of a card.",
      description:
        "Repeating answers the payment of that reference, or the error that it ended with. 503 and a lost answer leave the payment undecided: repeat, or void.",
      access: "session",
      idempotency: "natural",
      input: z.strictObject({
        reference: PaymentReference,
        amount: PaymentAmount,
        token: z.string().min(1).max(128),
      }),
      output: Payment,
      errors: [PAYMENT_DECLINED, PAYMENT_VOIDED, REFERENCE_REUSED],
    }),
    capture: mutation("POST /payments/{reference}/capture", {
      summary: "Takes the money that is held.",
      access: "session",
      idempotency: "natural",
      input: ByReference,
      output: Payment,
      errors: [PAYMENT_NOT_FOUND, PAYMENT_NOT_AUTHORISED],
    }),
    void: mutation("POST /payments/{reference}/void", {
      summary: "Gives back what is held and takes nothing any more.",
      description:
        "Also before the payment is asked for, or while it is being decided: an authorisation that arrives later is refused with PAYMENT_VOIDED. A declined payment stays declined.",
      access: "session",
      idempotency: "natural",
      input: ByReference,
      output: Payment,
      errors: [PAYMENT_CAPTURED],
    }),
    get: query("GET /payments/{reference}", {
      summary: "Tells where a payment stands.",
      access: "session",
      input: ByReference,
      output: Payment,
      errors: [PAYMENT_NOT_FOUND],
    }),
  },
};

export type PaymentsContract = typeof paymentsContract;
