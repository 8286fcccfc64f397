import { events } from "../infrastructure/tables.ts";

export const eventColumns = {
  id: events.id,
  xid: events.xid,
  position: events.position,
  type: events.type,
  version: events.version,
  aggregate: events.aggregate,
  aggregateId: events.aggregateId,
  sequence: events.sequence,
  data: events.data,
  occurredAt: events.occurredAt,
  actorId: events.actorId,
  requestId: events.requestId,
  traceparent: events.traceparent,
};
