import { type Actor, DomainError } from "@ashlar/kernel";
import { type Payment, paymentsContract } from "@ashlar/payments-contract";
import { implement } from "@ashlar/rpc";
import { serveApp } from "@ashlar/testing";
import { fakePayments } from "./fake-payments.ts";

const token = "a-secret-of-two-services";
const caller: Actor = {
  userId: "orders",
  sessionId: null,
  roles: [],
  permissions: new Set(),
  via: "system",
};

/** A payment service on a port of its own that keeps its contract, with the tokens of `fakePayments`. */
export async function paymentService() {
  const payments = fakePayments();
  const signal = new AbortController().signal;
  const view = (reference: string): Payment => ({
    reference,
    status: payments.standing(reference) ?? "processing",
    amount: null,
    createdAt: new Date(0),
    changedAt: new Date(0),
  });
  const procedures = implement(paymentsContract, {
    payments: {
      authorise: async ({ input }) => {
        const { reference } = input;
        const answer = await payments.authorise(
          { ...input, amount: { ...input.amount, currency: "EUR" } },
          signal,
        );
        if (answer.outcome === "authorised") return view(reference);
        throw payments.standing(reference) === "voided"
          ? new DomainError("PAYMENT_VOIDED", "Voided.", { reference })
          : new DomainError("PAYMENT_DECLINED", "Declined.", { reference, reason: "card_declined" });
      },
      capture: async ({ input: { reference } }) => {
        await payments.capture(reference, signal);
        return view(reference);
      },
      void: async ({ input: { reference } }) => {
        await payments.void(reference, signal);
        return view(reference);
      },
      get: async ({ input: { reference } }) => view(reference),
    },
  });
  const served = await serveApp(procedures, {
    authenticate: async (credential) => (credential.token === token ? caller : null),
  });
  return {
    payments,
    config: { url: served.url, token },
    [Symbol.asyncDispose]: served[Symbol.asyncDispose],
  };
}
