import type { Transaction } from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import type { OrderWriter } from "../application/ports.ts";
import type { Order } from "../domain/order.ts";
import { orderColumns, orderOfRow } from "./order-row.ts";
import { orders } from "./tables.ts";

/** Writes orders in an open transaction. */
export const postgresOrderWriter = (tx: Transaction): OrderWriter => ({
  insert: async (order, paymentToken) => {
    await tx.execute(insertion(order, paymentToken));
  },
  lock: async (orderId) => {
    // Not `for update`: nothing that points at the order has to wait.
    const [row] = await tx
      .select(orderColumns)
      .from(orders)
      .where(eq(orders.id, orderId))
      .for("no key update");
    return row ? orderOfRow(row) : null;
  },
  save: async ({ id, status, reason, updatedAt }) => {
    const forgotten = status === "pending" ? {} : { paymentToken: null };
    await tx
      .update(orders)
      .set({ status, reason, updatedAt, ...forgotten })
      .where(eq(orders.id, id));
  },
  duePayment: async (orderId) => {
    const [row] = await tx
      .select({ totalMinor: orders.totalMinor, token: orders.paymentToken })
      .from(orders)
      .where(and(eq(orders.id, orderId), eq(orders.status, "pending")));
    if (!row || row.token === null) return null;
    return { amount: { amountMinor: row.totalMinor, currency: "EUR" }, token: row.token };
  },
});

/** One statement for the order and its items, with one text for any number of them. */
const insertion = (order: Order, paymentToken: string) => sql`
  with placed as (
    insert into orders (id, buyer_id, status, total_minor, currency, payment_token, placed_at, updated_at)
    values (${order.id}::uuid, ${order.buyerId}::uuid, ${order.status}, ${order.total.amountMinor}::integer,
      ${order.total.currency}, ${paymentToken}, ${order.placedAt.toISOString()}::timestamptz,
      ${order.updatedAt.toISOString()}::timestamptz)
    returning id
  )
  insert into order_items (order_id, position, product_id, name, unit_price_minor, quantity)
  select placed.id, item.position, item.product_id, item.name, item.unit_price_minor, item.quantity
  from placed, json_to_recordset(${itemRows(order)}::json) as item (
    position smallint, product_id uuid, name text, unit_price_minor integer, quantity smallint
  )`;

const itemRows = ({ items }: Order): string =>
  JSON.stringify(
    items.map(({ productId, name, unitPrice, quantity }, position) => ({
      position,
      product_id: productId,
      name,
      unit_price_minor: unitPrice.amountMinor,
      quantity,
    })),
  );
