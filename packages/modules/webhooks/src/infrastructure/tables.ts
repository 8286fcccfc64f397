import { deliveryStatuses, disabledReasons, endpointStatuses } from "@ashlar/contracts/vocabulary";
import { at, id, isOneOf } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";

/**
 * Where events are sent: at most a hundred rows, so reads by status or event type need no index.
 *
 * Lists are in the order of the id, a UUID v7: that of creation.
 */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: id(),
    url: text().notNull(),
    description: text().notNull(),
    eventTypes: text().array().notNull(),
    status: text({ enum: endpointStatuses }).notNull(),
    disabledReason: text({ enum: disabledReasons }),
    failingSince: at(),
    consecutiveFailures: integer().notNull(),
    /** Sealed: readable with the service's key alone. */
    sealedSecret: text().notNull(),
    formerSealedSecret: text(),
    formerSecretUntil: at(),
    /** The piece of work whose turn it is to send, until its lease ends. */
    senderId: uuid(),
    senderUntil: at(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (endpoint) => [
    check("webhook_endpoints_url_check", sql`char_length(${endpoint.url}) between 1 and 2048`),
    check("webhook_endpoints_description_check", sql`char_length(${endpoint.description}) <= 200`),
    check("webhook_endpoints_event_types_check", sql`cardinality(${endpoint.eventTypes}) >= 1`),
    check("webhook_endpoints_status_check", isOneOf(endpoint.status, endpointStatuses)),
    check(
      "webhook_endpoints_disabled_reason_check",
      sql`(${endpoint.status} = 'enabled') = (${endpoint.disabledReason} is null) and ${endpoint.disabledReason} in ('gone', 'failing', 'asked')`,
    ),
    check(
      "webhook_endpoints_failures_check",
      sql`${endpoint.consecutiveFailures} >= 0 and (${endpoint.consecutiveFailures} = 0) = (${endpoint.failingSince} is null)`,
    ),
    check(
      "webhook_endpoints_sender_check",
      sql`(${endpoint.senderId} is null) = (${endpoint.senderUntil} is null)`,
    ),
  ],
);

/** Events on their way to endpoints, with what is sent; kept for 30 days. Lists are in the order of the id. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    eventId: uuid().notNull(),
    eventType: text().notNull(),
    status: text({ enum: deliveryStatuses }).notNull(),
    attempts: integer().notNull(),
    nextAttemptAt: at(),
    lastAttemptAt: at(),
    lastStatus: integer(),
    lastFailure: text({
      enum: [
        "address-refused",
        "name-not-resolved",
        "not-reachable",
        "tls-refused",
        "timed-out",
        "redirected",
        "answered-error",
        "gone",
      ],
    }),
    lastDurationMs: integer(),
    deliveredAt: at(),
    /** What is sent, to the byte: signatures cover it. */
    body: text().notNull(),
    requestId: text(),
    traceparent: text(),
    createdAt: at().notNull(),
  },
  (delivery) => [
    unique("webhook_deliveries_event_key").on(delivery.endpointId, delivery.eventId),
    index("webhook_deliveries_endpoint_idx").on(delivery.endpointId, delivery.id),
    index("webhook_deliveries_status_idx").on(delivery.status, delivery.id),
    index("webhook_deliveries_endpoint_status_idx").on(delivery.endpointId, delivery.status, delivery.id),
    index("webhook_deliveries_due_idx")
      .on(delivery.endpointId, delivery.nextAttemptAt)
      .where(sql`${delivery.status} = 'waiting'`),
    check("webhook_deliveries_status_check", isOneOf(delivery.status, deliveryStatuses)),
    check("webhook_deliveries_attempts_check", sql`${delivery.attempts} >= 0`),
    check(
      "webhook_deliveries_due_check",
      sql`(${delivery.status} = 'waiting') = (${delivery.nextAttemptAt} is not null)`,
    ),
    check(
      "webhook_deliveries_failure_check",
      sql`${delivery.lastFailure} in ('address-refused', 'name-not-resolved', 'not-reachable', 'tls-refused', 'timed-out', 'redirected', 'answered-error', 'gone')`,
    ),
  ],
);
