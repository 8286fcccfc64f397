import type { Money } from "../domain/money.ts";

/** What a provider says when it is asked to hold money. */
export type Authorisation =
  | { readonly outcome: "authorised" }
  | { readonly outcome: "refused"; readonly reason: string };

/**
 * A payment provider.
 *
 * Every call may be repeated: the reference, which is the order's id, is the idempotency key. Each is bounded in time.
 */
export type PaymentGateway = {
  /**
   * Holds the money. Never does so once the payment is voided, even if it was asked before.
   *
   * @throws Unavailable while it is not decided: ask again.
   */
  readonly authorise: (
    payment: { readonly reference: string; readonly amount: Money; readonly token: string },
    signal: AbortSignal,
  ) => Promise<Authorisation>;
  /**
   * Gives back what is held and keeps anything from being held later, whatever was asked before.
   *
   * @throws Unavailable when the provider gives no answer.
   */
  readonly void: (reference: string, signal: AbortSignal) => Promise<void>;
  /** Takes the money that is held. @throws Unavailable when the provider gives no answer. */
  readonly capture: (reference: string, signal: AbortSignal) => Promise<void>;
};
