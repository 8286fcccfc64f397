import type { EventData, EventName } from "@ashlar/contracts";

/** An event that is about to happen: its name decides what it says. */
export type NewEvent<Name extends EventName = EventName> = {
  readonly [One in Name]: {
    readonly type: One;
    /** UUID of the thing it happened to. */
    readonly aggregateId: string;
    readonly data: EventData<One>;
    /** Default: nobody. */
    readonly actorId?: string | null;
    /**
     * True when the aggregate is made in this unit of work: its events then start at 1 and no lock is taken.
     * A false claim fails the unit of work.
     */
    readonly isFirst?: boolean;
  };
}[Name];

/** Appends events to the unit of work in progress. */
export type EventAppender = {
  /**
   * Adds events to those that commit with the unit of work, in this order, each with a job for every handler that
   * waits for it. They are written when the work is done, all in one statement.
   *
   * @throws ZodError when the data does not fit the contract: a bug.
   */
  readonly append: (...events: readonly NewEvent[]) => Promise<void>;
};
