import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { Payment } from "../domain/payment.ts";

export type PaymentReader = {
  readonly find: (reference: string) => Promise<Payment | null>;
};

export type PaymentWriter = {
  /**
   * Makes the payment unless its reference is taken, and locks what is there until the transaction ends.
   *
   * Of concurrent callers one makes it; the others wait and get what it left.
   */
  readonly claim: (payment: Payment) => Promise<Payment>;
  readonly lock: (reference: string) => Promise<Payment | null>;
  readonly save: (payment: Payment) => Promise<void>;
};

export type PaymentsDeps = {
  readonly clock: Clock;
  readonly payments: PaymentReader;
  readonly transact: UnitOfWork<{ readonly payments: PaymentWriter }>;
  /** How long `tok_timeout` takes to turn out authorised. */
  readonly settleAfterMs: number;
};
