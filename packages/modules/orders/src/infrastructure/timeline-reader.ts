import type { Database } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import type { OrderReader } from "../application/ports.ts";
import type { OrderEvent } from "../domain/order-event.ts";
import { statusOf } from "../domain/timeline.ts";
import { orders, orderTimeline } from "./tables.ts";

/** Prepares the read of an order's timeline, with whose order it is: one statement. */
export function timelineReader(db: Database): OrderReader["timeline"] {
  const statement = db
    .select({
      buyerId: orders.buyerId,
      sequence: orderTimeline.sequence,
      // Sound: the projection writes nothing else.
      event: sql<OrderEvent["type"] | null>`${orderTimeline.event}`,
      at: orderTimeline.at,
      by: orderTimeline.actedBy,
      reason: orderTimeline.reason,
    })
    .from(orders)
    .leftJoin(orderTimeline, eq(orderTimeline.orderId, orders.id))
    .where(eq(orders.id, sql.placeholder("orderId")))
    .orderBy(orderTimeline.sequence)
    .prepare("read_order_timeline");
  return async (orderId) => {
    const rows = await statement.execute({ orderId });
    const [first] = rows;
    if (!first) return null;
    const entries = rows.flatMap(({ sequence, event, at, by, reason }) =>
      sequence === null || event === null || at === null || by === null
        ? []
        : [{ sequence, event, status: statusOf(event), at, by, reason }],
    );
    return { buyerId: first.buyerId, entries };
  };
}
