import { type EventName, eventData, events } from "@ashlar/contracts";
import { anchorOf, eventCursor } from "./event-cursor.ts";
import type { StoredEvent } from "./stored-event.ts";

/** A row of the events table. */
export type EventRecord = {
  readonly id: string;
  readonly xid: number;
  readonly position: number;
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly data: unknown;
  readonly occurredAt: Date;
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly traceparent: string | null;
};

/** Whether this process can read the event: it may be of a later release. */
export const isKnown = ({ type, version }: Pick<EventRecord, "type" | "version">): boolean =>
  isEventName(type) && version <= events[type].version;

const isEventName = (type: string): type is EventName => Object.hasOwn(events, type);

/**
 * Reads an event in today's version.
 *
 * @throws TypeError when its type or version is unknown here, ZodError when its data does not fit.
 */
export function toStoredEvent(record: EventRecord): StoredEvent {
  const { type, xid: _, version, ...rest } = record;
  if (!isEventName(type)) throw new TypeError(`The event ${type} is unknown to this process.`);
  const data = eventData(events[type], version, record.data);
  // Sound: `data` was parsed by the schema of `type`.
  return Object.freeze({
    ...rest,
    type,
    data,
    cursor: eventCursor(anchorOf(record)),
  }) as StoredEvent;
}
