import { orderErrors } from "./errors.ts";
import type { Order } from "./order.ts";

/**
 * The order, cancelled; the same value when it is already.
 *
 * @param reason - 1–280 characters, shown to staff and buyer.
 * @throws ORDER_NOT_CANCELLABLE when it is fulfilled or its payment has failed.
 */
export function cancelled(order: Order, reason: string, at: Date): Order {
  if (order.status === "cancelled") return order;
  if (order.status !== "pending" && order.status !== "confirmed") {
    throw orderErrors.ORDER_NOT_CANCELLABLE({ orderId: order.id, status: order.status });
  }
  return { ...order, status: "cancelled", reason, updatedAt: at };
}
