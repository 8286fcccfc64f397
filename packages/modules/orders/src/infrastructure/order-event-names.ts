/** Every event that tells of an order. */
export const orderEventNames = [
  "order.placed",
  "order.confirmed",
  "order.payment_failed",
  "order.cancelled",
  "order.fulfilled",
] as const;
