import {
  type Database,
  keysetOrder,
  keysetWhere,
  pageCut,
  pagePlaceholders,
  plannedLimitOf,
} from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import type { OrderList } from "../application/ports.ts";
import { orderColumns } from "./order-row.ts";
import { orders } from "./tables.ts";

/** What decides the text of a list's statement; everything else is a parameter. */
export type OrderListShape = Pick<OrderList, "order" | "status" | "withBuyer"> & {
  readonly isOfOneBuyer: boolean;
  readonly isAfterCursor: boolean;
  /** As a constant; null for a parameter. */
  readonly limit: number | null;
};

export const shapeOf = (list: OrderList): OrderListShape => ({
  order: list.order,
  status: list.status,
  withBuyer: list.withBuyer,
  isOfOneBuyer: list.buyerId !== null,
  isAfterCursor: list.cursor !== undefined,
  limit: plannedLimitOf(list),
});

/** A text that is equal for equal shapes. */
export const shapeKeyOf = (list: OrderList): string => Object.values(shapeOf(list)).join("|");

/** Looked up for each row of the finished page. */
const buyerName = sql<string>`(select buyer.name from users as buyer where buyer.id = "orders"."buyer_id")`;

/**
 * Prepares the statement of a shape: one range of an index, in its order.
 *
 * Parameters: `buyerId`, `afterValue`, `afterId` where the shape has them; `rows` and `skipped` without a constant
 * limit.
 */
export function orderListStatement(db: Database, { order, withBuyer, ...shape }: OrderListShape) {
  const [byTime, byId] = keysetOrder(orders.placedAt, orders.id, order);
  return (
    db
      .select({ ...orderColumns, buyerName: withBuyer ? buyerName : sql<string | null>`null` })
      .from(orders)
      .where(
        and(
          shape.isOfOneBuyer ? eq(orders.buyerId, sql.placeholder("buyerId")) : undefined,
          // A constant, not a parameter: the planner knows how many orders have it.
          shape.status === undefined ? undefined : sql`${orders.status} = ${sql.raw(`'${shape.status}'`)}`,
          keysetWhere(
            orders.placedAt,
            orders.id,
            order,
            shape.isAfterCursor ? pagePlaceholders.after : undefined,
          ),
        ),
      )
      // The cut stands behind the last key, because `limit()` writes a parameter in any case.
      .orderBy(byTime, sql`${byId} ${pageCut(shape.limit)}`)
      .prepare("list_orders")
  );
}
