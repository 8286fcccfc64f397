import { DomainError } from "@ashlar/kernel";

/** A place in the stream: after the event with these. */
export type EventPlace = { readonly xid: number; readonly position: number };

/** Before the first event. */
export const beginning: EventPlace = { xid: 0, position: 0 };

/** Writes a place as the opaque text that clients hold as `lastEventId`. */
export const eventCursor = ({ xid, position }: EventPlace): string =>
  `${xid.toString(36)}-${position.toString(36)}`;

/** @throws VALIDATION_FAILED naming `lastEventId` when it is not one of ours. */
export function eventPlace(cursor: string): EventPlace {
  const [, xid, position] = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})$/.exec(cursor) ?? [];
  if (xid === undefined || position === undefined) throw invalidPlace();
  return { xid: Number.parseInt(xid, 36), position: Number.parseInt(position, 36) };
}

const invalidPlace = (): DomainError =>
  new DomainError("VALIDATION_FAILED", "The position is not one of this stream.", {
    issues: [{ field: "lastEventId", constraint: "cursor", message: "is not a position of this stream" }],
  });

/** Whether `one` comes after `other` in the stream. */
export const isAfter = (one: EventPlace, other: EventPlace): boolean =>
  one.xid === other.xid ? one.position > other.position : one.xid > other.xid;
