import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { orderStatuses } from "../vocabulary/statuses.ts";
import { Id } from "./ids.ts";
import { Money } from "./money.ts";
import { PublicUser } from "./user.ts";

export const OrderStatus = z.enum(orderStatuses);

/** The status of an order in an answer. */
export const SomeOrderStatus = openEnum(OrderStatus.options);

const OrderItem = z
  .object({
    productId: Id,
    /** Name and price as they were when the order was placed. */
    name: z.string(),
    unitPrice: Money,
    quantity: z.int(),
  })
  .meta({ id: "OrderItem" });

export const Order = z
  .object({
    id: Id,
    buyerId: Id,
    status: SomeOrderStatus,
    /** In the order in which they were asked for. */
    items: z.array(OrderItem),
    total: Money,
    /** Why it was cancelled or its payment failed; null otherwise. */
    reason: z.string().nullable(),
    placedAt: z.date(),
    updatedAt: z.date(),
    /** Present when asked for by `include`. */
    buyer: PublicUser.optional(),
  })
  .meta({ id: "Order" });

const OrderEventName = openEnum([
  "order.placed",
  "order.confirmed",
  "order.payment_failed",
  "order.cancelled",
  "order.fulfilled",
]);

/** One thing that happened to an order. */
const TimelineEntry = z
  .object({
    /** From 1, without a gap. */
    sequence: z.int(),
    event: OrderEventName,
    /** Where the order stood from then on. */
    status: SomeOrderStatus,
    at: z.date(),
    /** Who did it; `system` for the payment's outcome. */
    by: openEnum(["buyer", "staff", "system"]),
    reason: z.string().nullable(),
  })
  .meta({ id: "TimelineEntry" });

export const OrderTimeline = z.object({ orderId: Id, entries: z.array(TimelineEntry) }).meta({
  id: "OrderTimeline",
});

/** A message of the stream of changes. */
export const OrderChange = z
  .object({
    orderId: Id,
    buyerId: Id,
    event: OrderEventName,
    status: SomeOrderStatus,
    /** Of the order; changes of one order come in this order, without a gap. */
    sequence: z.int(),
    at: z.date(),
  })
  .meta({ id: "OrderChange" });
