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
  /**
   * Which of these events the broker has; asked after every doubt, with the events behind the stored position.
   *
   * @param ids - In the order of the stream.
   * @returns Those that need not be sent again. One that is left out wrongly is a repetition; one too many is a loss.
   * @throws when it does not answer within ten seconds.
   */
  readonly alreadyKept: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /**
   * Hands events over and returns when the broker keeps them all; connects when need be.
   *
   * Events of one aggregate stay in order: none is kept ahead of an earlier one, whatever fails between.
   *
   * @throws when any is not known to be kept. Within ten seconds.
   */
  readonly publish: (events: readonly RelayedEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
};
