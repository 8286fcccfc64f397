import type { Transaction } from "@ashlar/database";
import { and, asc, eq, lte, or, sql } from "drizzle-orm";
import type { EndpointWriter } from "../application/ports.ts";
import type { Endpoint } from "../domain/endpoint.ts";
import { endpointColumns } from "./endpoint-columns.ts";
import { webhookDeliveries, webhookEndpoints } from "./tables.ts";

const withId = (endpointId: string) => eq(webhookEndpoints.id, endpointId);
const noSender = { senderId: null, senderUntil: null };

/**
 * Writes endpoints in an open transaction.
 *
 * Locks are `no key update`: they leave alone the deliveries that are added meanwhile, which only need the row to stay.
 */
export const postgresEndpointWriter = (tx: Transaction): EndpointWriter => ({
  lockCount: async () => {
    // A plain count would not see those that others are about to add.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('webhook_endpoints', 4))`);
    return tx.$count(webhookEndpoints);
  },
  insert: async (endpoint, sealedSecret) => {
    await tx.insert(webhookEndpoints).values({ ...rowOf(endpoint), sealedSecret });
  },
  lock: async (endpointId) => {
    const [endpoint] = await tx
      .select(endpointColumns)
      .from(webhookEndpoints)
      .where(withId(endpointId))
      .for("no key update");
    return endpoint ?? null;
  },
  save: async (endpoint) => {
    await tx.update(webhookEndpoints).set(rowOf(endpoint)).where(withId(endpoint.id));
  },
  replaceSecret: async (endpointId, sealedSecret) => {
    await tx
      .update(webhookEndpoints)
      .set({ sealedSecret, formerSealedSecret: sql`${webhookEndpoints.sealedSecret}` })
      .where(withId(endpointId));
  },
  remove: async (endpointId) => {
    const removed = await tx
      .delete(webhookEndpoints)
      .where(withId(endpointId))
      .returning({ id: webhookEndpoints.id });
    return removed.length > 0;
  },
  subscribedTo: (eventType) =>
    Promise.resolve(
      tx
        .select(endpointColumns)
        .from(webhookEndpoints)
        .where(
          and(
            eq(webhookEndpoints.status, "enabled"),
            sql`${eventType} = any(${webhookEndpoints.eventTypes})`,
          ),
        )
        .orderBy(asc(webhookEndpoints.id))
        .for("key share"),
    ),
  claim: async ({ endpointId, senderId, now, until }) => {
    const isFree = or(
      sql`${webhookEndpoints.senderId} is null`,
      eq(webhookEndpoints.senderId, senderId),
      lte(webhookEndpoints.senderUntil, now),
    );
    const [claimed] = await tx
      .update(webhookEndpoints)
      .set({ senderId, senderUntil: until })
      .where(and(withId(endpointId), isFree))
      .returning({
        today: webhookEndpoints.sealedSecret,
        former: webhookEndpoints.formerSealedSecret,
        formerUntil: webhookEndpoints.formerSecretUntil,
      });
    if (!claimed) return null;
    const { today, former, formerUntil } = claimed;
    return former !== null && formerUntil !== null && formerUntil > now ? [today, former] : [today];
  },
  release: async (endpointId, senderId) => {
    await tx
      .update(webhookEndpoints)
      .set(noSender)
      .where(and(withId(endpointId), eq(webhookEndpoints.senderId, senderId)));
  },
  stalled: (now, dueBefore) =>
    Promise.resolve(
      tx
        .select(endpointColumns)
        .from(webhookEndpoints)
        .where(
          and(
            eq(webhookEndpoints.status, "enabled"),
            or(sql`${webhookEndpoints.senderId} is null`, lte(webhookEndpoints.senderUntil, now)),
            sql`exists (select from ${webhookDeliveries} where ${and(
              eq(webhookDeliveries.endpointId, webhookEndpoints.id),
              eq(webhookDeliveries.status, "waiting"),
              lte(webhookDeliveries.nextAttemptAt, dueBefore),
            )})`,
          ),
        ),
    ),
});

const rowOf = ({ eventTypes, ...endpoint }: Endpoint) => ({ ...endpoint, eventTypes: [...eventTypes] });
