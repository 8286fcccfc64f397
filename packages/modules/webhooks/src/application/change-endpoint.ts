import type { Actor } from "@ashlar/kernel";
import type { Endpoint } from "../domain/endpoint.ts";
import { webhookErrors } from "../domain/errors.ts";
import { endpointSubject } from "./endpoint-subject.ts";
import type { WebhooksDeps, WebhookWriters } from "./ports.ts";

/**
 * Changes an endpoint and says so in the audit, in one unit of work; does neither when `change` returns the same value.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND
 */
export const changeEndpoint = (
  { transact }: Pick<WebhooksDeps, "transact">,
  actor: Actor,
  endpointId: string,
  action: `webhooks.${string}`,
  change: (endpoint: Endpoint, writers: WebhookWriters) => Endpoint | Promise<Endpoint>,
): Promise<Endpoint> =>
  transact(async (writers) => {
    const endpoint = await writers.endpoints.lock(endpointId);
    if (endpoint === null) throw webhookErrors.WEBHOOK_ENDPOINT_NOT_FOUND({ endpointId });
    const next = await change(endpoint, writers);
    if (next === endpoint) return endpoint;
    await writers.endpoints.save(next);
    await writers.audit.record({ action, actor, ...endpointSubject(next) });
    return next;
  });
