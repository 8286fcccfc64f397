/**
 * Statuses of an order.
 *
 * - `pending`: placed, its stock reserved, its payment under way.
 * - `confirmed`: the money is held.
 * - `payment_failed`: final; the stock is released.
 * - `cancelled`: final; the stock is released and nothing is taken.
 * - `fulfilled`: final; handed over.
 */
export const orderStatuses = ["pending", "confirmed", "payment_failed", "cancelled", "fulfilled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const postStatuses = ["draft", "published"] as const;
export type PostStatus = (typeof postStatuses)[number];

export const userStatuses = ["active", "deactivated"] as const;
export type UserStatus = (typeof userStatuses)[number];

export const endpointStatuses = ["enabled", "disabled"] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

/** `gone`: it answered 410. `failing`: nothing got through for five days. `asked`: an operator disabled it. */
export const disabledReasons = ["gone", "failing", "asked"] as const;
export type DisabledReason = (typeof disabledReasons)[number];

export const deliveryStatuses = ["waiting", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
