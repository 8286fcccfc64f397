/** An event on its way out: CloudEvents 1.0, structured JSON. */
export type RelayedEvent = {
  /** Unique and lasting: the broker and its consumers tell repetitions by it. */
  readonly id: string;
  readonly type: string;
  /** Events of one aggregate must stay in order; where a broker has partitions, this chooses one. */
  readonly aggregateId: string;
  readonly body: string;
};

/** A message broker that events are relayed to. */
export type EventBroker = {
  /** Lasting: the position is kept under it. */
  readonly name: string;
  /** The event that the broker took last; null when it has none, or cannot tell. @throws when it does not answer. */
  readonly lastEventId: () => Promise<string | null>;
  /**
   * Hands events over, in order, and returns when the broker keeps them all; connects when need be.
   *
   * An event that the broker has already, as far back as it remembers, is not added again.
   *
   * @throws when any is not known to be kept; those that are kept are a prefix of them. Within ten seconds.
   */
  readonly publish: (events: readonly RelayedEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
};
