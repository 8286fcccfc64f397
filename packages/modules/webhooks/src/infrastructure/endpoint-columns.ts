import { webhookEndpoints } from "./tables.ts";

/** The columns of an `Endpoint`, in its shape; secrets and leases stay behind. */
export const endpointColumns = {
  id: webhookEndpoints.id,
  url: webhookEndpoints.url,
  description: webhookEndpoints.description,
  eventTypes: webhookEndpoints.eventTypes,
  status: webhookEndpoints.status,
  disabledReason: webhookEndpoints.disabledReason,
  failingSince: webhookEndpoints.failingSince,
  consecutiveFailures: webhookEndpoints.consecutiveFailures,
  formerSecretUntil: webhookEndpoints.formerSecretUntil,
  createdAt: webhookEndpoints.createdAt,
  updatedAt: webhookEndpoints.updatedAt,
};
