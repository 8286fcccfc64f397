import type { EventRecord } from "../events/to-stored-event.ts";
import type { RelayedEvent } from "./event-broker.ts";

/**
 * Writes an event as a CloudEvent, with the extensions for sequence, partitioning and distributed tracing.
 *
 * The data is what was stored, in its own version: a relay needs to know no event, so one of a later release passes a
 * process of this one.
 *
 * @param source - A URI reference that names this system to its consumers.
 * @see CloudEvents 1.0.2, JSON event format
 */
export function toCloudEvent(record: EventRecord, source: string): RelayedEvent {
  const { id, type, aggregateId } = record;
  const event = {
    specversion: "1.0",
    id,
    source,
    type,
    subject: aggregateId,
    time: record.occurredAt.toISOString(),
    datacontenttype: "application/json",
    // Padded: the extension compares sequences as text.
    sequence: String(record.sequence).padStart(10, "0"),
    partitionkey: aggregateId,
    aggregate: record.aggregate,
    dataversion: record.version,
    ...(record.actorId === null ? {} : { actorid: record.actorId }),
    ...(record.requestId === null ? {} : { requestid: record.requestId }),
    ...(record.traceparent === null ? {} : { traceparent: record.traceparent }),
    data: record.data,
  };
  return { id, type, aggregateId, body: JSON.stringify(event) };
}
