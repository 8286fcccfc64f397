import { type Database, keysetOrder, keysetWhere } from "@ashlar/database";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { OrderList } from "../application/ports.ts";
import { orderColumns } from "./order-row.ts";
import { orders } from "./tables.ts";

/** Page sizes that clients use: they stand in the statement, so its plan is made once for them. */
const plannedLimits: ReadonlySet<number> = new Set([20, 50, 100]);

/** What decides the text of a list's statement; everything else is a parameter. */
export type OrderListShape = Pick<OrderList, "order" | "status" | "withBuyer"> & {
  readonly isOfOneBuyer: boolean;
  readonly isAfterCursor: boolean;
  /** The limit as a constant; null for a parameter, whose plan is made anew at every call. */
  readonly limit: number | null;
};

export const shapeOf = (list: OrderList): OrderListShape => ({
  order: list.order,
  status: list.status,
  withBuyer: list.withBuyer,
  isOfOneBuyer: list.buyerId !== null,
  isAfterCursor: list.cursor !== undefined,
  limit: list.page === undefined && plannedLimits.has(list.limit) ? list.limit : null,
});

/** Looked up for each row of the finished page. */
const buyerName = sql<string>`(select buyer.name from users as buyer where buyer.id = "orders"."buyer_id")`;

/**
 * Prepares the statement of a shape: one range of an index, in its order.
 *
 * Parameters: `buyerId`, `afterValue`, `afterId` where the shape has them; `rows` and `skipped` without a constant
 * limit.
 */
export function orderListStatement(db: Database, { order, withBuyer, ...shape }: OrderListShape) {
  const after = { value: sql.placeholder("afterValue"), id: sql.placeholder("afterId") };
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
          keysetWhere(orders.placedAt, orders.id, order, shape.isAfterCursor ? after : undefined),
        ),
      )
      // The cut stands behind the last key, because `limit()` writes a parameter in any case.
      .orderBy(byTime, sql`${byId} ${cutOf(shape.limit)}`)
      .prepare("list_orders")
  );
}

/** One row more than the page holds tells whether there is a next page. */
const cutOf = (limit: number | null): SQL =>
  limit === null
    ? sql`limit ${sql.placeholder("rows")} offset ${sql.placeholder("skipped")}`
    : sql.raw(`limit ${limit + 1}`);
