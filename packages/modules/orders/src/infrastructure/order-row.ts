import { sql } from "drizzle-orm";
import type { Order, OrderItem } from "../domain/order.ts";
import { orders } from "./tables.ts";

type ItemRow = {
  readonly productId: string;
  readonly name: string;
  readonly unitPriceMinor: number;
  readonly quantity: number;
};

/** The items of a row of `orders`, read with it: a list never asks once per order. */
const items = sql<ItemRow[]>`(
  select json_agg(json_build_object('productId', item.product_id, 'name', item.name,
    'unitPriceMinor', item.unit_price_minor, 'quantity', item.quantity) order by item.position)
  from order_items as item where item.order_id = "orders"."id")`;

/** The columns of an order with its items; the payment token is read by `duePayment` alone. */
export const orderColumns = {
  id: orders.id,
  buyerId: orders.buyerId,
  status: orders.status,
  totalMinor: orders.totalMinor,
  reason: orders.reason,
  placedAt: orders.placedAt,
  updatedAt: orders.updatedAt,
  items,
};

type OrderRow = Omit<Order, "items" | "total"> & {
  readonly totalMinor: number;
  readonly items: readonly ItemRow[];
};

/** The check on the currency admits no other. */
export const orderOfRow = (row: OrderRow): Order => ({
  id: row.id,
  buyerId: row.buyerId,
  status: row.status,
  items: row.items.map(itemOfRow),
  total: { amountMinor: row.totalMinor, currency: "EUR" },
  reason: row.reason,
  placedAt: row.placedAt,
  updatedAt: row.updatedAt,
});

const itemOfRow = ({ productId, name, unitPriceMinor, quantity }: ItemRow): OrderItem => ({
  productId,
  name,
  unitPrice: { amountMinor: unitPriceMinor, currency: "EUR" },
  quantity,
});
