import type { Actor } from "@ashlar/kernel";
import { type Edit, edited } from "../domain/edited.ts";
import type { Endpoint } from "../domain/endpoint.ts";
import { acceptedUrl } from "./accepted-url.ts";
import { changeEndpoint } from "./change-endpoint.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Changes an endpoint. Deliveries in progress end at the former address, within a minute.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND
 * @throws WEBHOOK_URL_REFUSED when events are not sent to such an address.
 */
export async function updateEndpoint(
  deps: Pick<WebhooksDeps, "clock" | "transact" | "readUrl">,
  actor: Actor,
  { id, ...edit }: Edit & { readonly id: string },
): Promise<Endpoint> {
  const url = edit.url === undefined ? undefined : acceptedUrl(deps, edit.url);
  return changeEndpoint(deps, actor, id, "webhooks.endpoint-updated", (endpoint) =>
    edited(endpoint, { ...edit, url }, deps.clock.now()),
  );
}
