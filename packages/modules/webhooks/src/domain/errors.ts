import { defineErrors } from "@ashlar/kernel";
import type { UrlRefusal } from "./url-refusal.ts";

export const webhookErrors = defineErrors({
  WEBHOOK_ENDPOINT_NOT_FOUND: (_: { readonly endpointId: string }) => "There is no such endpoint.",
  WEBHOOK_ENDPOINT_DISABLED: (_: { readonly endpointId: string }) =>
    "The endpoint is disabled; enable it first.",
  TOO_MANY_WEBHOOK_ENDPOINTS: ({ maximum }: { readonly maximum: number }) =>
    `There are ${maximum} endpoints already; remove one first.`,
  WEBHOOK_URL_REFUSED: ({ reason }: { readonly reason: UrlRefusal }) =>
    `Events are not sent to this address (${reason}).`,
  WEBHOOK_DELIVERY_NOT_FOUND: (_: { readonly deliveryId: string }) => "There is no such delivery.",
});
