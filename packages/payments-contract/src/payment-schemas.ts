import { z } from "zod";

/** The caller's own name for a payment, such as its order's id: asking again under it is asking for the same payment. */
export const PaymentReference = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: "expected 1–64 letters, digits, dots, dashes or underscores" })
  .meta({ id: "PaymentReference" });

export const PaymentAmount = z
  .strictObject({
    amountMinor: z.int().min(1).max(100_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/, { error: "expected an ISO 4217 code" }),
  })
  .meta({ id: "PaymentAmount" });

/**
 * Where a payment stands.
 *
 * - `processing`: asked for, not decided; it may still become `authorised`, whoever waits.
 * - `authorised`: the money is held.
 * - `captured`: the money is taken.
 * - `declined`: refused for good.
 * - `voided`: given back, or never to be taken; final.
 */
export const PaymentStatus = z.enum(["processing", "authorised", "captured", "declined", "voided"]);

export const Payment = z
  .object({
    reference: PaymentReference,
    status: PaymentStatus,
    /** Null when it was voided before anybody asked for it. */
    amount: PaymentAmount.nullable(),
    createdAt: z.date(),
    changedAt: z.date(),
  })
  .meta({ id: "Payment" });
export type Payment = z.output<typeof Payment>;
