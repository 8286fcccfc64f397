import { type DomainError, Unavailable } from "@ashlar/kernel";
import type { PaymentGateway } from "@ashlar/orders";

type Standing = "authorised" | "declined" | "voided" | "captured";

/** A provider in memory, which can be told how to behave by the token of a payment. */
export type FakePayments = PaymentGateway & {
  readonly standing: (reference: string) => Standing | undefined;
  /** Times that a payment was asked for. */
  readonly asked: (reference: string) => number;
  /** Ends the waiting of every `held` payment, which is then authorised. */
  readonly letGo: () => void;
  /** Resolves when a `held` payment waits. */
  readonly held: () => Promise<void>;
};

/**
 * Keeps the promises of the port: idempotent by reference, and never authorises what is voided.
 *
 * Tokens: `ok`, `declined`, `flaky` (no answer twice, then authorised), `away` (never an answer), `lost` (authorised, but
 * the answer never arrives), `held` (waits for `letGo`).
 */
export function fakePayments(): FakePayments {
  const payments = new Map<string, Standing>();
  const counts = new Map<string, number>();
  const released = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const authorise = (reference: string): Standing => {
    const standing = payments.get(reference) ?? "authorised";
    payments.set(reference, standing);
    return standing;
  };
  return {
    authorise: async ({ reference, token }) => {
      const count = (counts.get(reference) ?? 0) + 1;
      counts.set(reference, count);
      if (token === "away" || (token === "flaky" && count <= 2)) throw new Unavailable("No answer.");
      if (token === "held") {
        waiting.resolve();
        await released.promise;
      }
      if (token === "declined") payments.set(reference, payments.get(reference) ?? "declined");
      const standing = authorise(reference);
      if (token === "lost") throw new Unavailable("The answer was lost.", { outcomeUnknown: true });
      if (standing === "declined") return { outcome: "refused", reason: "The card was declined." };
      if (standing === "voided") return { outcome: "refused", reason: "The payment was voided." };
      return { outcome: "authorised" };
    },
    void: async (reference) => {
      if (payments.get(reference) !== "declined") payments.set(reference, "voided");
    },
    capture: async (reference) => {
      if (payments.get(reference) === "authorised") payments.set(reference, "captured");
    },
    standing: (reference) => payments.get(reference),
    asked: (reference) => counts.get(reference) ?? 0,
    letGo: () => released.resolve(),
    held: () => waiting.promise,
  };
}

/** The code of the declared error that a call ended with; undefined when it did not. */
export const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: DomainError) => error.code,
  );
