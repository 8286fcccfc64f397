import { defineJob, type Retry } from "@ashlar/spine";
import { z } from "zod";

const ofOrder = z.object({ orderId: z.uuid() });

/** The steps of a payment as jobs; their names last, since jobs of a former release carry them. */
export type PaymentJobs = ReturnType<typeof paymentJobs>;

/**
 * Declares the steps of a payment.
 *
 * @param authoriseRetry - How long an undecided payment is asked for, before the order fails; default: a minute,
 *   and as long as one more step takes.
 */
export const paymentJobs = (authoriseRetry: Partial<Retry> = {}) => ({
  authorise: defineJob({
    name: "orders.authorise-payment",
    data: ofOrder,
    priority: "high",
    timeoutMs: 20_000,
    retry: { baseMs: 500, capMs: 15_000, giveUpAfterMs: 60_000, ...authoriseRetry },
  }),
  // What undoes or takes money has to succeed in the end: asked for over a day, then an operator's.
  void: defineJob({
    name: "orders.void-payment",
    data: ofOrder,
    timeoutMs: 20_000,
    retry: { attempts: 60, baseMs: 500, capMs: 3_600_000 },
  }),
  capture: defineJob({
    name: "orders.capture-payment",
    data: ofOrder,
    timeoutMs: 20_000,
    retry: { attempts: 60, baseMs: 500, capMs: 3_600_000 },
  }),
});
