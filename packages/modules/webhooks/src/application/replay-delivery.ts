import type { Actor } from "@ashlar/kernel";
import type { Delivery } from "../domain/delivery.ts";
import { webhookErrors } from "../domain/errors.ts";
import { replayed } from "../domain/replayed.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Sends a delivery again, whatever became of it, under the same `webhook-id`: an endpoint that has it already can tell.
 *
 * @throws WEBHOOK_DELIVERY_NOT_FOUND
 * @throws WEBHOOK_ENDPOINT_DISABLED when nothing is sent to its endpoint.
 */
export async function replayDelivery(
  deps: Pick<WebhooksDeps, "clock" | "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Delivery> {
  return deps.transact(async ({ endpoints, deliveries, sends, audit }) => {
    const delivery = await deliveries.lock(id);
    if (delivery === null) throw webhookErrors.WEBHOOK_DELIVERY_NOT_FOUND({ deliveryId: id });
    const { endpointId } = delivery;
    const endpoint = await endpoints.lock(endpointId);
    if (endpoint?.status !== "enabled") throw webhookErrors.WEBHOOK_ENDPOINT_DISABLED({ endpointId });
    const next = replayed(delivery, deps.clock.now());
    await deliveries.save(next);
    await sends.wake(endpoint);
    const subject = { kind: "webhook-delivery", id };
    await audit.record({ action: "webhooks.delivery-replayed", actor, subject, details: { endpointId } });
    return next;
  });
}
