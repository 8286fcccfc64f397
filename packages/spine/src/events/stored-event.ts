import type { EventData, EventName } from "@ashlar/contracts";

/** An event that has happened. Its data is in today's version, whatever it was written in. Frozen. */
export type StoredEvent<Name extends EventName = EventName> = {
  readonly [One in Name]: {
    readonly id: string;
    readonly type: One;
    readonly aggregate: string;
    readonly aggregateId: string;
    /** From 1, without a gap, for each aggregate. */
    readonly sequence: number;
    readonly data: EventData<One>;
    readonly occurredAt: Date;
    readonly actorId: string | null;
    readonly requestId: string | null;
    readonly traceparent: string | null;
    /** Unique and never reused; not an order to read by, see `cursor`. */
    readonly position: number;
    /** Where to keep reading after it; opaque. */
    readonly cursor: string;
  };
}[Name];
