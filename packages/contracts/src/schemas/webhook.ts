import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { webhookEvents } from "../events/webhook-events.ts";
import { deliveryStatuses, disabledReasons, endpointStatuses } from "../vocabulary/statuses.ts";
import { Id } from "./ids.ts";
import { line } from "./text.ts";

/** An address of somebody else's; which of them are refused is said by `WEBHOOK_URL_REFUSED`. */
export const WebhookUrl = line(1, 2_048).pipe(z.url({ protocol: /^https?$/ }));

const WebhookEventType = z.enum(webhookEvents);

/** Which events an endpoint gets; each once. */
export const WebhookEventTypes = z
  .array(WebhookEventType)
  .min(1)
  .max(webhookEvents.length)
  .refine((types) => new Set(types).size === types.length, {
    error: "must not name an event twice",
    params: { constraint: "unique" },
  });

export const WebhookEndpointStatus = z.enum(endpointStatuses);

/** Where events are sent; its signing secret is told once, when it is made or rotated. */
export const WebhookEndpoint = z
  .object({
    id: Id,
    url: z.string(),
    description: z.string(),
    /** Names of events; a later release may know more of them. */
    eventTypes: z.array(z.string()),
    status: openEnum(WebhookEndpointStatus.options),
    disabledReason: openEnum(disabledReasons).nullable(),
    /** The first failure since the last success; null while deliveries get through. */
    failingSince: z.date().nullable(),
    consecutiveFailures: z.int(),
    /** Until then deliveries are signed with the former secret too; null when there is one secret. */
    formerSecretUntil: z.date().nullable(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "WebhookEndpoint" });

/** An endpoint with a fresh secret, which nobody can read again: `whsec_` and 32 bytes in base64. */
export const IssuedWebhookEndpoint = WebhookEndpoint.extend({ secret: z.string() }).meta({
  id: "IssuedWebhookEndpoint",
});

export const WebhookDeliveryStatus = z.enum(deliveryStatuses);

/** Why the last attempt did not succeed; nothing that the endpoint answered is kept but its status. */
const WebhookFailure = openEnum([
  "address-refused",
  "name-not-resolved",
  "not-reachable",
  "tls-refused",
  "timed-out",
  "redirected",
  "answered-error",
  "gone",
]);

/** One event on its way to one endpoint. */
export const WebhookDelivery = z
  .object({
    id: Id,
    endpointId: Id,
    /** The `webhook-id` that the endpoint sees, the same for every attempt and replay. */
    eventId: Id,
    eventType: z.string(),
    status: openEnum(WebhookDeliveryStatus.options),
    /** Attempts since it was made or replayed. */
    attempts: z.int(),
    /** Null unless it waits. */
    nextAttemptAt: z.date().nullable(),
    lastAttemptAt: z.date().nullable(),
    /** HTTP status of the last answer; null without one. */
    lastStatus: z.int().nullable(),
    lastFailure: WebhookFailure.nullable(),
    lastDurationMs: z.int().nullable(),
    deliveredAt: z.date().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: "WebhookDelivery" });
