import type { Actor } from "@ashlar/kernel";
import { webhookErrors } from "../domain/errors.ts";
import { endpointSubject } from "./endpoint-subject.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Removes an endpoint with all its deliveries, for good.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND when there is none (any more).
 */
export async function removeEndpoint(
  deps: Pick<WebhooksDeps, "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<void> {
  await deps.transact(async ({ endpoints, audit }) => {
    const endpoint = await endpoints.lock(id);
    if (endpoint === null || !(await endpoints.remove(id))) {
      throw webhookErrors.WEBHOOK_ENDPOINT_NOT_FOUND({ endpointId: id });
    }
    await audit.record({ action: "webhooks.endpoint-removed", actor, ...endpointSubject(endpoint) });
  });
}
