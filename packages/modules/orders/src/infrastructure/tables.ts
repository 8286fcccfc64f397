import { currencies, maximumAmountMinor, orderStatuses } from "@ashlar/contracts/vocabulary";
import { at, currency, id, isOneOf, minor } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { productsReference } from "./products-reference.ts";
import { usersReference } from "./users-reference.ts";

/**
 * Orders.
 *
 * Each list, everybody's or one buyer's, of one status or of all, is one range of an index in the order of time.
 */
export const orders = pgTable(
  "orders",
  {
    id: id(),
    buyerId: uuid()
      .notNull()
      .references(() => usersReference.id, { onDelete: "restrict" }),
    status: text({ enum: orderStatuses }).notNull(),
    totalMinor: minor().notNull(),
    currency: currency().notNull(),
    /** Why it was cancelled or its payment failed. */
    reason: text(),
    /** Stands for the buyer's card; forgotten once the payment is decided. */
    paymentToken: text(),
    placedAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (order) => [
    index("orders_placed_at_idx").on(order.placedAt, order.id),
    index("orders_status_placed_at_idx").on(order.status, order.placedAt, order.id),
    index("orders_buyer_placed_at_idx").on(order.buyerId, order.placedAt, order.id),
    index("orders_buyer_status_placed_at_idx").on(order.buyerId, order.status, order.placedAt, order.id),
    check("orders_status_check", isOneOf(order.status, orderStatuses)),
    check(
      "orders_total_check",
      sql`${order.totalMinor} between 1 and ${sql.raw(String(maximumAmountMinor))}`,
    ),
    check("orders_currency_check", isOneOf(order.currency, currencies)),
    check(
      "orders_reason_check",
      sql`(${order.reason} is not null) = (${order.status} in ('payment_failed', 'cancelled'))`,
    ),
    check(
      "orders_payment_token_check",
      sql`(${order.paymentToken} is not null) = (${order.status} = 'pending')`,
    ),
  ],
);

/** What was ordered, at the name and price of then; written with the order and never changed. */
export const orderItems = pgTable(
  "order_items",
  {
    orderId: uuid()
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    /** From 0, in the order in which the items were asked for. */
    position: smallint().notNull(),
    productId: uuid()
      .notNull()
      .references(() => productsReference.id, { onDelete: "restrict" }),
    name: text().notNull(),
    unitPriceMinor: minor().notNull(),
    quantity: smallint().notNull(),
  },
  (item) => [
    primaryKey({ name: "order_items_pkey", columns: [item.orderId, item.position] }),
    index("order_items_product_idx").on(item.productId),
    check("order_items_position_check", sql`${item.position} between 0 and 49`),
    check(
      "order_items_price_check",
      sql`${item.unitPriceMinor} between 1 and ${sql.raw(String(maximumAmountMinor))}`,
    ),
    check("order_items_quantity_check", sql`${item.quantity} between 1 and 99`),
  ],
);

/** What has happened to each order: a projection of its events, which can be made again from them at any time. */
export const orderTimeline = pgTable(
  "order_timeline",
  {
    orderId: uuid().notNull(),
    sequence: integer().notNull(),
    event: text().notNull(),
    at: at().notNull(),
    actedBy: text({ enum: ["buyer", "staff", "system"] }).notNull(),
    reason: text(),
  },
  (entry) => [
    primaryKey({ name: "order_timeline_pkey", columns: [entry.orderId, entry.sequence] }),
    check("order_timeline_acted_by_check", sql`${entry.actedBy} in ('buyer', 'staff', 'system')`),
  ],
);
