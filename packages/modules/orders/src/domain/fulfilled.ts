import { orderErrors } from "./errors.ts";
import type { Order } from "./order.ts";

/** The order, handed over; the same value when it is already. @throws ORDER_NOT_FULFILLABLE unless it is confirmed. */
export function fulfilled(order: Order, at: Date): Order {
  if (order.status === "fulfilled") return order;
  if (order.status !== "confirmed") {
    throw orderErrors.ORDER_NOT_FULFILLABLE({ orderId: order.id, status: order.status });
  }
  return { ...order, status: "fulfilled", updatedAt: at };
}
