import { z } from "zod";
import { event } from "../core/event.ts";
import { Id } from "../schemas/ids.ts";

const Money = z.object({ amountMinor: z.int(), currency: z.string() });
const aOrder = z.object({ orderId: Id, buyerId: Id });

export const orderPlaced = event("order.placed", {
  version: 1,
  aggregate: "order",
  summary: "An order was placed and its stock reserved.",
  data: aOrder.extend({
    total: Money,
    items: z.array(z.object({ productId: Id, quantity: z.int(), unitPriceMinor: z.int() })),
  }),
});

export const orderConfirmed = event("order.confirmed", {
  version: 1,
  aggregate: "order",
  summary: "The payment of an order was authorised.",
  data: aOrder.extend({ total: Money }),
});

export const orderPaymentFailed = event("order.payment_failed", {
  version: 1,
  aggregate: "order",
  summary: "The payment was declined or could not be had; the stock was released.",
  data: aOrder.extend({ reason: z.string() }),
});

export const orderCancelled = event("order.cancelled", {
  version: 1,
  aggregate: "order",
  summary: "An order was cancelled; its stock was released.",
  data: aOrder.extend({ reason: z.string() }),
});

export const orderFulfilled = event("order.fulfilled", {
  version: 1,
  aggregate: "order",
  summary: "An order was handed over.",
  data: aOrder,
});
