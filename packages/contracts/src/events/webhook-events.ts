import type { EventName } from "./events.ts";

/**
 * The events that leave the system by webhooks: what happened to the things of the business.
 *
 * An allow-list, since an endpoint is whoever holds its address: events about sign-ins and passwords stay inside.
 */
export const webhookEvents = [
  "order.placed",
  "order.confirmed",
  "order.payment_failed",
  "order.cancelled",
  "order.fulfilled",
  "user.registered",
  "user.email_verified",
  "user.email_changed",
  "user.deactivated",
] as const satisfies readonly EventName[];

export type WebhookEvent = (typeof webhookEvents)[number];
