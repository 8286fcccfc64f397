import type { Log } from "@ashlar/kernel";
import type { StoredEvent } from "./stored-event.ts";
import { type EventRecord, isKnown, toStoredEvent } from "./to-stored-event.ts";

/**
 * Reads the events that this process understands. One of a later release is left out; one whose data does not fit
 * its own version is a bug: it is reported and left out, so that it does not hold up all that follow.
 */
export const readableEvents = (records: readonly EventRecord[], log: Log): readonly StoredEvent[] =>
  records.flatMap((record) => {
    if (!isKnown(record)) return [];
    try {
      return [toStoredEvent(record)];
    } catch (error) {
      log.error({ error, type: record.type, position: record.position }, "An event does not fit its schema.");
      return [];
    }
  });
