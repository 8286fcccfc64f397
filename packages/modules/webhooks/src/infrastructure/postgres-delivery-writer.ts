import type { Transaction } from "@ashlar/database";
import { and, asc, eq, lt, lte, sql } from "drizzle-orm";
import type { DeliveryWriter } from "../application/ports.ts";
import type { Delivery } from "../domain/delivery.ts";
import { deliveryColumns } from "./delivery-columns.ts";
import { webhookDeliveries } from "./tables.ts";

const withId = (deliveryId: string) => eq(webhookDeliveries.id, deliveryId);
const waiting = eq(webhookDeliveries.status, "waiting");

/** Writes deliveries in an open transaction. */
export const postgresDeliveryWriter = (tx: Transaction): DeliveryWriter => ({
  insert: async (deliveries, { body, requestId, traceparent }) => {
    if (deliveries.length === 0) return;
    await tx
      .insert(webhookDeliveries)
      .values(deliveries.map((delivery) => ({ ...delivery, body, requestId, traceparent })))
      .onConflictDoNothing({ target: [webhookDeliveries.endpointId, webhookDeliveries.eventId] });
  },
  lock: async (deliveryId) => {
    const [delivery] = await tx
      .select(deliveryColumns)
      .from(webhookDeliveries)
      .where(withId(deliveryId))
      .for("no key update");
    return delivery ?? null;
  },
  save: async (delivery) => {
    await tx.update(webhookDeliveries).set(changed(delivery)).where(withId(delivery.id));
  },
  settle: async ({ id, attempts, nextAttemptAt }, after) => {
    if (nextAttemptAt === null) return false;
    const isUnchanged = and(
      withId(id),
      waiting,
      eq(webhookDeliveries.attempts, attempts),
      eq(webhookDeliveries.nextAttemptAt, nextAttemptAt),
    );
    const settled = await tx
      .update(webhookDeliveries)
      .set(changed(after))
      .where(isUnchanged)
      .returning({ id: webhookDeliveries.id });
    return settled.length > 0;
  },
  due: (endpointId, now, limit) =>
    Promise.resolve(
      tx
        .select({
          ...deliveryColumns,
          body: webhookDeliveries.body,
          requestId: webhookDeliveries.requestId,
          traceparent: webhookDeliveries.traceparent,
        })
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.endpointId, endpointId),
            waiting,
            lte(webhookDeliveries.nextAttemptAt, now),
          ),
        )
        .orderBy(asc(webhookDeliveries.nextAttemptAt))
        .limit(limit),
    ),
  nextDueAt: async (endpointId) => {
    const [next] = await tx
      .select({ dueAt: webhookDeliveries.nextAttemptAt })
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.endpointId, endpointId), waiting))
      .orderBy(asc(webhookDeliveries.nextAttemptAt))
      .limit(1);
    return next?.dueAt ?? null;
  },
  removeMadeBefore: async (before, limit) => {
    // The oldest have the lowest ids, so the scan ends at the first that stays.
    const oldest = tx
      .select({ id: webhookDeliveries.id, createdAt: webhookDeliveries.createdAt })
      .from(webhookDeliveries)
      .orderBy(asc(webhookDeliveries.id))
      .limit(limit)
      .as("oldest");
    const expired = tx.select({ id: oldest.id }).from(oldest).where(lt(oldest.createdAt, before));
    const removed = await tx
      .delete(webhookDeliveries)
      .where(sql`${webhookDeliveries.id} in ${expired}`)
      .returning({ id: webhookDeliveries.id });
    return removed.length;
  },
});

/** What an attempt or a replay changes. */
const changed = (delivery: Delivery) => ({
  status: delivery.status,
  attempts: delivery.attempts,
  nextAttemptAt: delivery.nextAttemptAt,
  lastAttemptAt: delivery.lastAttemptAt,
  lastStatus: delivery.lastStatus,
  lastFailure: delivery.lastFailure,
  lastDurationMs: delivery.lastDurationMs,
  deliveredAt: delivery.deliveredAt,
});
