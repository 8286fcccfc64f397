import { DomainError, type Log, Unavailable } from "@ashlar/kernel";
import { type PaymentsContract, paymentsContract } from "@ashlar/payments-contract";
import { type ServiceClient, type ServiceClientOptions, serviceClient } from "@ashlar/resilience";
import type { Authorisation, PaymentGateway } from "../application/payment-gateway.ts";

export type PaymentServiceOptions = {
  /** Of the payment service, without `/api/v1`. */
  readonly url: string;
  /** Secret that the service knows this one by. */
  readonly token: string;
  readonly log: Log;
} & Pick<ServiceClientOptions<PaymentsContract>, "timeoutMs" | "retries" | "breaker" | "bulkhead">;

const reasons: Readonly<Record<string, string>> = {
  card_declined: "The card was declined.",
  unknown_token: "The card is not known.",
};

/**
 * Talks to the payment service.
 *
 * A call that brings no answer is tried once more at once; what follows is for the job that made it.
 */
export function servicePaymentGateway(options: PaymentServiceOptions): PaymentGateway & {
  readonly health: ServiceClient<PaymentsContract>["health"];
} {
  const { calls, health } = serviceClient({
    name: "payments",
    contract: paymentsContract,
    timeoutMs: 5_000,
    retries: { attempts: 2 },
    // Some cards hang by themselves: a few of them in a quiet hour are no reason to leave the others waiting for long.
    breaker: { minimumCalls: 10, openMs: 2_000 },
    ...options,
  });
  return {
    health,
    authorise: async (payment, signal) => {
      try {
        const { status } = await calls.payments.authorise(payment, { signal });
        if (status === "processing") throw new Unavailable("The payment is not decided yet.");
        return { outcome: "authorised" };
      } catch (error) {
        return refusalIn(error);
      }
    },
    void: async (reference, signal) => {
      await calls.payments.void({ reference }, { signal });
    },
    capture: async (reference, signal) => {
      await calls.payments.capture({ reference }, { signal });
    },
  };
}

function refusalIn(error: unknown): Authorisation {
  if (error instanceof DomainError && error.code === "PAYMENT_DECLINED") {
    return {
      outcome: "refused",
      reason: reasons[String(error.details.reason)] ?? "The payment was declined.",
    };
  }
  if (error instanceof DomainError && error.code === "PAYMENT_VOIDED") {
    return { outcome: "refused", reason: "The payment was voided." };
  }
  throw error;
}
