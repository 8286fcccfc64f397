import { DomainError } from "@ashlar/kernel";

/** A place in the stream: after the event with these. */
export type StreamPosition = { readonly xid: number; readonly position: number };

/**
 * A place as it is kept outside the database: with a mark of the event it names, since the database may be replaced by
 * an earlier state of itself, which gives the same numbers to other events.
 */
export type EventAnchor = StreamPosition & {
  /** See `markOf`; null where no event is named: the beginning, and cursors of earlier releases. */
  readonly mark: string | null;
};

/** Before the first event. */
export const streamStart: StreamPosition = { xid: 0, position: 0 };

/** Names the event at a place: the last 8 hex digits of its id, 32 random bits. */
const markOf = (eventId: string): string => eventId.slice(-8);

export const anchorOf = (event: StreamPosition & { readonly id: string }): EventAnchor => ({
  xid: event.xid,
  position: event.position,
  mark: markOf(event.id),
});

/** Writes a place as the opaque text that clients hold as `lastEventId`. */
export const eventCursor = ({ xid, position, mark }: EventAnchor): string =>
  `${xid.toString(36)}-${position.toString(36)}${mark === null ? "" : `-${mark}`}`;

const form = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})(?:-([0-9a-f]{8}))?$/;

/** @throws VALIDATION_FAILED naming `lastEventId` when it is not one of ours. */
export function streamPosition(cursor: string): EventAnchor {
  const [, xid, position, mark] = form.exec(cursor) ?? [];
  if (xid === undefined || position === undefined) throw invalidPlace();
  return { xid: Number.parseInt(xid, 36), position: Number.parseInt(position, 36), mark: mark ?? null };
}

const invalidPlace = (): DomainError =>
  new DomainError("VALIDATION_FAILED", "The position is not one of this stream.", {
    issues: [{ field: "lastEventId", constraint: "cursor", message: "is not a position of this stream" }],
  });

/** Whether `one` comes after `other` in the stream. */
export const isAfter = (one: StreamPosition, other: StreamPosition): boolean =>
  one.xid === other.xid ? one.position > other.position : one.xid > other.xid;
