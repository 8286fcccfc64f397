import type { OrderStatus } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";

/** One thing that happened to an order. */
export type TimelineEntry = {
  /** From 1, without a gap. */
  readonly sequence: number;
  readonly event: OrderEvent["type"];
  /** Where the order stood from then on. */
  readonly status: OrderStatus;
  readonly at: Date;
  readonly by: "buyer" | "staff" | "system";
  readonly reason: string | null;
};

const statusAfter: Readonly<Record<OrderEvent["type"], OrderStatus>> = {
  "order.placed": "pending",
  "order.confirmed": "confirmed",
  "order.payment_failed": "payment_failed",
  "order.cancelled": "cancelled",
  "order.fulfilled": "fulfilled",
};

/** Where an order stands after an event. */
export const statusOf = (event: OrderEvent["type"]): OrderStatus => statusAfter[event];

/** Who did it, without saying which person: a buyer need not know who works in the shop. */
export function doneBy(actorId: string | null, buyerId: string): TimelineEntry["by"] {
  if (actorId === null) return "system";
  return actorId === buyerId ? "buyer" : "staff";
}
