import { defineError } from "@ashlar/contracts";
import { z } from "zod";
import { PaymentReference, PaymentStatus } from "./payment-schemas.ts";

const Reference = z.object({ reference: PaymentReference });

export const PAYMENT_DECLINED = defineError(
  "PAYMENT_DECLINED",
  402,
  "The payment is refused for good; asking again answers the same.",
  Reference.extend({ reason: z.enum(["card_declined", "unknown_token"]) }),
);
export const PAYMENT_VOIDED = defineError(
  "PAYMENT_VOIDED",
  409,
  "The payment was voided, perhaps before it was asked for; nothing is or will be taken.",
  Reference,
);
export const REFERENCE_REUSED = defineError(
  "REFERENCE_REUSED",
  409,
  "The reference belongs to a payment of another amount or card.",
  Reference,
);
export const PAYMENT_NOT_FOUND = defineError(
  "PAYMENT_NOT_FOUND",
  404,
  "There is no payment of that reference.",
  Reference,
);
export const PAYMENT_NOT_AUTHORISED = defineError(
  "PAYMENT_NOT_AUTHORISED",
  409,
  "Only an authorised payment can be captured.",
  Reference.extend({ status: PaymentStatus }),
);
export const PAYMENT_CAPTURED = defineError(
  "PAYMENT_CAPTURED",
  409,
  "The money is taken already; a captured payment cannot be voided.",
  Reference,
);
