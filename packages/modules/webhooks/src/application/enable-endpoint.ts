import type { Actor } from "@ashlar/kernel";
import { enabled } from "../domain/enabled.ts";
import type { Endpoint } from "../domain/endpoint.ts";
import { changeEndpoint } from "./change-endpoint.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Takes an endpoint up again, with a clean record; deliveries that waited meanwhile are sent as they are due.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND
 */
export const enableEndpoint = (
  deps: Pick<WebhooksDeps, "clock" | "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Endpoint> =>
  changeEndpoint(deps, actor, id, "webhooks.endpoint-enabled", async (endpoint, { sends }) => {
    const next = enabled(endpoint, deps.clock.now());
    if (next !== endpoint) await sends.wake(next);
    return next;
  });
