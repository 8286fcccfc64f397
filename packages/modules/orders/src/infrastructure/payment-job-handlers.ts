import { handleJob, type JobHandler } from "@ashlar/spine";
import { authorisePayment } from "../application/authorise-payment.ts";
import type { OrdersDeps } from "../application/ports.ts";
import { settlePayment } from "../application/settle-payment.ts";
import type { PaymentJobs } from "./payment-jobs.ts";

/** Says what each step of a payment does, and what is undone when the provider never answers. */
export const paymentJobHandlers = (
  jobs: PaymentJobs,
  deps: Pick<OrdersDeps, "clock" | "transact" | "gateway">,
): readonly JobHandler[] => [
  handleJob(jobs.authorise, ({ data, signal }) => authorisePayment(deps, data, signal), {
    exhausted: ({ data: { orderId } }) =>
      settlePayment(deps, orderId, { outcome: "unknown", reason: "The payment provider gave no answer." }),
  }),
  handleJob(jobs.void, ({ data: { orderId }, signal }) => deps.gateway.void(orderId, signal)),
  handleJob(jobs.capture, ({ data: { orderId }, signal }) => deps.gateway.capture(orderId, signal)),
];
