import type { JobQueue } from "@ashlar/spine";
import type { PaymentSteps } from "../application/ports.ts";
import type { PaymentJobs } from "./payment-jobs.ts";

/** Enqueues the steps of a payment; one of a kind for each order at a time. */
export const paymentSteps = (queue: JobQueue, jobs: PaymentJobs): PaymentSteps => ({
  authorise: (orderId) => queue.enqueue(jobs.authorise, { orderId }, { uniqueKey: orderId }),
  void: (orderId) => queue.enqueue(jobs.void, { orderId }, { uniqueKey: orderId }),
  capture: (orderId) => queue.enqueue(jobs.capture, { orderId }, { uniqueKey: orderId }),
});
