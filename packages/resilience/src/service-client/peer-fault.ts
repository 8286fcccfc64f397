/** Why one attempt brought no answer that the contract knows. Never leaves this package. */
export class PeerFault extends Error {
  override readonly name = "PeerFault";
  /** Another attempt may fare better. */
  readonly isTransient: boolean;
  /** The peer is at fault, not the call: it counts for the breaker. */
  readonly isPeersFault: boolean;
  /** The peer may have done what it was asked, and the answer was lost. */
  readonly outcomeUnknown: boolean;
  /** What the peer asked to wait; 0 when it said nothing. */
  readonly retryAfterSeconds: number;

  constructor(
    message: string,
    facts: {
      readonly isTransient: boolean;
      readonly isPeersFault: boolean;
      readonly outcomeUnknown: boolean;
      readonly retryAfterSeconds?: number;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.isTransient = facts.isTransient;
    this.isPeersFault = facts.isPeersFault;
    this.outcomeUnknown = facts.outcomeUnknown;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? 0;
  }
}
