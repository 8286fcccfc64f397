import type { Order } from "./order.ts";

/** What the other modules are told of an order, as it stands from then on. */
export type OrderEvent = {
  readonly type:
    | "order.placed"
    | "order.confirmed"
    | "order.payment_failed"
    | "order.cancelled"
    | "order.fulfilled";
  readonly order: Order;
  /** Who did it; null for the system. */
  readonly actorId: string | null;
};
