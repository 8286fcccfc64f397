import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { subscription } from "../core/subscription.ts";
import { Id } from "../schemas/ids.ts";
import { listOf } from "../schemas/list-of.ts";
import { Order, OrderChange, OrderStatus, OrderTimeline, SomeOrderStatus } from "../schemas/order.ts";
import { line } from "../schemas/text.ts";
import { PRODUCT_NOT_FOUND } from "./product-errors.ts";

const OUT_OF_STOCK = defineError(
  "OUT_OF_STOCK",
  409,
  "There are fewer pieces of a product than were ordered; nothing was reserved.",
  z.object({ productId: Id, available: z.int() }),
);
const ORDER_TOO_LARGE = defineError(
  "ORDER_TOO_LARGE",
  422,
  "The total is more than one payment can be.",
  z.object({ maximumMinor: z.int() }),
);
const ORDER_NOT_FOUND = defineError(
  "ORDER_NOT_FOUND",
  404,
  "There is no such order, or the caller may not see it; the two look alike.",
  z.object({ orderId: Id }),
);
const ORDER_NOT_CANCELLABLE = defineError(
  "ORDER_NOT_CANCELLABLE",
  409,
  "The order is fulfilled, or its payment has failed.",
  z.object({ orderId: Id, status: SomeOrderStatus }),
);
const ORDER_NOT_FULFILLABLE = defineError(
  "ORDER_NOT_FULFILLABLE",
  409,
  "Only a confirmed order can be fulfilled.",
  z.object({ orderId: Id, status: SomeOrderStatus }),
);

const ById = z.strictObject({ id: Id });

const Items = z
  .array(z.strictObject({ productId: Id, quantity: z.int().min(1).max(99) }))
  .min(1)
  .max(50)
  .refine((items) => new Set(items.map(({ productId }) => productId)).size === items.length, {
    error: "must name each product once",
    params: { constraint: "unique productId" },
  });

export const orders = {
  place: mutation("POST /orders", {
    summary: "Places an order: reserves its stock and starts its payment.",
    agents: true,
    description:
      "Answers at once with a `pending` order; its payment is decided a moment later, see `orders.changes`.",
    access: "orders:place",
    idempotency: "key",
    input: z.strictObject({
      items: Items,
      /** Stands for the buyer's card at the payment provider. */
      paymentToken: line(1, 128),
    }),
    output: Order,
    success: 201,
    errors: [PRODUCT_NOT_FOUND, OUT_OF_STOCK, ORDER_TOO_LARGE],
    emits: ["order.placed"],
  }),
  list: query("GET /orders", {
    summary: "Lists the caller's orders, or every order with `orders:read`.",
    agents: true,
    access: "owner or orders:read",
    ...listOf(Order, {
      sort: ["placedAt"],
      filter: { status: OrderStatus, buyerId: Id },
      include: ["buyer"],
    }),
  }),
  get: query("GET /orders/{id}", {
    summary: "Reads one order.",
    agents: true,
    access: "owner or orders:read",
    input: ById,
    output: Order,
    errors: [ORDER_NOT_FOUND],
  }),
  cancel: mutation("POST /orders/{id}/cancel", {
    summary: "Cancels an order that is not fulfilled: releases its stock and voids its payment.",
    agents: { confirm: "Cancel this order?" },
    access: "owner or orders:write",
    idempotency: "natural",
    input: z.strictObject({ id: Id, reason: line(1, 280).optional() }),
    output: Order,
    errors: [ORDER_NOT_FOUND, ORDER_NOT_CANCELLABLE],
    emits: ["order.cancelled"],
  }),
  fulfil: mutation("POST /orders/{id}/fulfil", {
    summary: "Fulfils a confirmed order and captures its payment.",
    agents: { confirm: "Fulfil this order and charge its payment?" },
    access: "orders:write",
    idempotency: "natural",
    input: ById,
    output: Order,
    errors: [ORDER_NOT_FOUND, ORDER_NOT_FULFILLABLE],
    emits: ["order.fulfilled"],
  }),
  timeline: query("GET /orders/{id}/timeline", {
    summary: "Lists the events of an order.",
    agents: true,
    description: "Kept from the order's events; a moment behind them.",
    access: "owner or orders:read",
    input: ById,
    output: OrderTimeline,
    errors: [ORDER_NOT_FOUND],
  }),
  changes: subscription("GET /orders/changes", {
    summary: "Streams the changes of the caller's orders, or of every order with `orders:read`.",
    description:
      "Begins with what happens from now on, or after `lastEventId`: the stream tells where it begins, and a client that reconnects with the last id it was told misses nothing and gets nothing twice. A position that events were lost after is refused with `STREAM_POSITION_LOST`. The stream ends when the caller's session or permission does.",
    access: "session",
    scope: "orders:read",
    input: z
      .strictObject({
        /** Streams the changes of this order alone. */
        orderId: Id.optional(),
      })
      .prefault({}),
    output: OrderChange,
  }),
};
