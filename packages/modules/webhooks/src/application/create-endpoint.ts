import { type Actor, uuidV7 } from "@ashlar/kernel";
import type { Endpoint } from "../domain/endpoint.ts";
import { webhookErrors } from "../domain/errors.ts";
import { acceptedUrl } from "./accepted-url.ts";
import { endpointSubject } from "./endpoint-subject.ts";
import type { WebhooksDeps } from "./ports.ts";

/** Every event is looked up against all endpoints, so there are few. */
const maximumEndpoints = 100;

export type CreateEndpoint = {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
};

export type IssuedEndpoint = Endpoint & { readonly secret: string };

/**
 * Makes an endpoint that gets the events which happen from now on. The answer holds its secret, and nothing else ever does.
 *
 * @throws WEBHOOK_URL_REFUSED when events are not sent to such an address.
 * @throws TOO_MANY_WEBHOOK_ENDPOINTS when there are 100.
 */
export async function createEndpoint(
  deps: Pick<WebhooksDeps, "clock" | "transact" | "secrets" | "readUrl">,
  actor: Actor,
  { url: asked, description, eventTypes }: CreateEndpoint,
): Promise<IssuedEndpoint> {
  const url = acceptedUrl(deps, asked);
  const id = uuidV7();
  const { secret, sealed } = await deps.secrets.issue(id);
  const now = deps.clock.now();
  const endpoint: Endpoint = {
    id,
    url,
    description,
    eventTypes,
    status: "enabled",
    disabledReason: null,
    failingSince: null,
    consecutiveFailures: 0,
    formerSecretUntil: null,
    createdAt: now,
    updatedAt: now,
  };
  await deps.transact(async ({ endpoints, audit }) => {
    if ((await endpoints.lockCount()) >= maximumEndpoints) {
      throw webhookErrors.TOO_MANY_WEBHOOK_ENDPOINTS({ maximum: maximumEndpoints });
    }
    await endpoints.insert(endpoint, sealed);
    await audit.record({ action: "webhooks.endpoint-created", actor, ...endpointSubject(endpoint) });
  });
  return { ...endpoint, secret };
}
