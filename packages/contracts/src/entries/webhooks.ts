import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { Id } from "../schemas/ids.ts";
import { listOf } from "../schemas/list-of.ts";
import { text } from "../schemas/text.ts";
import {
  IssuedWebhookEndpoint,
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookEndpoint,
  WebhookEndpointStatus,
  WebhookEventTypes,
  WebhookUrl,
} from "../schemas/webhook.ts";
import {
  TOO_MANY_WEBHOOK_ENDPOINTS,
  WEBHOOK_DELIVERY_NOT_FOUND,
  WEBHOOK_ENDPOINT_DISABLED,
  WEBHOOK_ENDPOINT_NOT_FOUND,
  WEBHOOK_URL_REFUSED,
} from "./webhook-errors.ts";

const ById = z.strictObject({ id: Id });
const Description = text(0, 200);

export const webhooks = {
  endpoints: {
    create: mutation("POST /webhooks/endpoints", {
      summary: "Creates a webhook endpoint; its secret is returned once, in this answer.",
      description:
        "Deliveries are signed as Standard Webhooks says: check `webhook-id`, `webhook-timestamp` and `webhook-signature` with any of its libraries.",
      access: "webhooks:manage",
      proof: "recent",
      idempotency: "none",
      input: z.strictObject({
        url: WebhookUrl,
        description: Description.default(""),
        eventTypes: WebhookEventTypes,
      }),
      output: IssuedWebhookEndpoint,
      success: 201,
      errors: [WEBHOOK_URL_REFUSED, TOO_MANY_WEBHOOK_ENDPOINTS],
    }),
    list: query("GET /webhooks/endpoints", {
      summary: "Lists endpoints without their secrets.",
      access: "webhooks:manage",
      ...listOf(WebhookEndpoint, { sort: ["createdAt"], filter: { status: WebhookEndpointStatus } }),
    }),
    get: query("GET /webhooks/endpoints/{id}", {
      summary: "Reads one endpoint without its secret.",
      access: "webhooks:manage",
      input: ById,
      output: WebhookEndpoint,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND],
    }),
    update: mutation("PATCH /webhooks/endpoints/{id}", {
      summary: "Updates an endpoint; waiting deliveries are sent to the new address.",
      access: "webhooks:manage",
      proof: "recent",
      idempotency: "natural",
      input: z.strictObject({
        id: Id,
        url: WebhookUrl.optional(),
        description: Description.optional(),
        eventTypes: WebhookEventTypes.optional(),
      }),
      output: WebhookEndpoint,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND, WEBHOOK_URL_REFUSED],
    }),
    remove: mutation("DELETE /webhooks/endpoints/{id}", {
      summary: "Removes an endpoint with all its deliveries.",
      access: "webhooks:manage",
      idempotency: "natural",
      input: ById,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND],
    }),
    rotateSecret: mutation("POST /webhooks/endpoints/{id}/rotate-secret", {
      summary: "Rotates the secret; for 24 hours deliveries are signed with both.",
      access: "webhooks:manage",
      proof: "recent",
      idempotency: "none",
      input: ById,
      output: IssuedWebhookEndpoint,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND],
    }),
    enable: mutation("POST /webhooks/endpoints/{id}/enable", {
      summary: "Enables an endpoint and sends its waiting deliveries immediately.",
      access: "webhooks:manage",
      idempotency: "natural",
      input: ById,
      output: WebhookEndpoint,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND],
    }),
    disable: mutation("POST /webhooks/endpoints/{id}/disable", {
      summary: "Disables an endpoint: no new events are queued, and waiting deliveries stay queued.",
      access: "webhooks:manage",
      idempotency: "natural",
      input: ById,
      output: WebhookEndpoint,
      errors: [WEBHOOK_ENDPOINT_NOT_FOUND],
    }),
  },
  deliveries: {
    list: query("GET /webhooks/deliveries", {
      summary: "Lists deliveries of the last 30 days.",
      access: "webhooks:manage",
      ...listOf(WebhookDelivery, {
        sort: ["createdAt"],
        filter: { endpointId: Id, status: WebhookDeliveryStatus },
      }),
    }),
    replay: mutation("POST /webhooks/deliveries/{id}/replay", {
      summary: "Sends a delivery again, now and with all its attempts, under the same `webhook-id`.",
      access: "webhooks:manage",
      idempotency: "none",
      input: ById,
      output: WebhookDelivery,
      errors: [WEBHOOK_DELIVERY_NOT_FOUND, WEBHOOK_ENDPOINT_DISABLED],
    }),
  },
};
