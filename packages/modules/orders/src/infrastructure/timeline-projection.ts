import { defineProjection, type Projection } from "@ashlar/spine";
import { sql } from "drizzle-orm";
import { doneBy } from "../domain/timeline.ts";
import { orderEventNames } from "./order-event-names.ts";
import { orderTimeline } from "./tables.ts";

/** Keeps the timeline of every order from its events. */
export const timelineProjection: Projection = defineProjection({
  name: "orders.timeline",
  on: orderEventNames,
  apply: async (tx, events) => {
    const entries = events.map(({ type, aggregateId, data, sequence, occurredAt, actorId }) => ({
      orderId: aggregateId,
      sequence,
      event: type,
      at: occurredAt,
      actedBy: doneBy(actorId, data.buyerId),
      reason: "reason" in data ? data.reason : null,
    }));
    await tx.insert(orderTimeline).values(entries);
  },
  reset: async (tx) => {
    await tx.execute(sql`truncate order_timeline`);
  },
});
