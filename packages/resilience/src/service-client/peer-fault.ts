/** Why one attempt brought no answer that the contract knows. Never leaves this package. */
export class PeerFault extends Error {
  override readonly name = "PeerFault";
  /** Another attempt may fare better. */
  readonly isPassing: boolean;
  /** The peer is at fault, not the call: it counts for the breaker. */
  readonly isPeersFault: boolean;
  /** The peer may have done what it was asked, and the answer was lost. */
  readonly mayHaveActed: boolean;
  /** What the peer asked to wait; 0 when it said nothing. */
  readonly retryAfterSeconds: number;

  constructor(
    message: string,
    facts: {
      readonly isPassing: boolean;
      readonly isPeersFault: boolean;
      readonly mayHaveActed: boolean;
      readonly retryAfterSeconds?: number;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.isPassing = facts.isPassing;
    this.isPeersFault = facts.isPeersFault;
    this.mayHaveActed = facts.mayHaveActed;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? 0;
  }
}
