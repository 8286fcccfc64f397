import { uuidV7 } from "@ashlar/kernel";
import type { Delivery } from "../domain/delivery.ts";
import type { WebhooksDeps } from "./ports.ts";

/** An event that may leave the system. */
export type OutgoingEvent = {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly data: unknown;
  readonly requestId: string | null;
  readonly traceparent: string | null;
};

/**
 * Makes a delivery of the event for each endpoint that wants it; repeating it makes no second one.
 *
 * What is sent is fixed here, to the byte: `{ type, timestamp, data }` as Standard Webhooks says.
 */
export async function fanOut(
  deps: Pick<WebhooksDeps, "clock" | "transact">,
  { id: eventId, type, occurredAt, data, requestId, traceparent }: OutgoingEvent,
): Promise<void> {
  await deps.transact(async ({ endpoints, deliveries, sends }) => {
    const subscribed = await endpoints.subscribedTo(type);
    if (subscribed.length === 0) return;
    const now = deps.clock.now();
    const body = JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
    const made = subscribed.map(
      (endpoint): Delivery => ({
        id: uuidV7(),
        endpointId: endpoint.id,
        eventId,
        eventType: type,
        status: "waiting",
        attempts: 0,
        nextAttemptAt: now,
        lastAttemptAt: null,
        lastStatus: null,
        lastFailure: null,
        lastDurationMs: null,
        deliveredAt: null,
        createdAt: now,
      }),
    );
    await deliveries.insert(made, { body, requestId, traceparent });
    for (const endpoint of subscribed) await sends.wake(endpoint);
  });
}
