import { type PaymentsContract, paymentsContract } from "@ashlar/payments-contract";
import { type Implementation, implement } from "@ashlar/rpc";
import { authorisePayment } from "../application/authorise-payment.ts";
import { capturePayment } from "../application/capture-payment.ts";
import type { PaymentsDeps } from "../application/ports.ts";
import { readPayment } from "../application/read-payment.ts";
import { voidPayment } from "../application/void-payment.ts";
import { toView } from "./payment-view.ts";

export const paymentsProcedures = (deps: PaymentsDeps): Implementation<PaymentsContract> =>
  implement(paymentsContract, {
    payments: {
      authorise: async ({ input, request }) => toView(await authorisePayment(deps, input, request.signal)),
      capture: async ({ input }) => toView(await capturePayment(deps, input.reference)),
      void: async ({ input }) => toView(await voidPayment(deps, input.reference)),
      get: async ({ input }) => toView(await readPayment(deps, input.reference)),
    },
  });
