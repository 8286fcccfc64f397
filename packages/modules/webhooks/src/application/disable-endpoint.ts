import type { Actor } from "@ashlar/kernel";
import { disabled } from "../domain/disabled.ts";
import type { Endpoint } from "../domain/endpoint.ts";
import { changeEndpoint } from "./change-endpoint.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Gives an endpoint up for now: it gets no new events, and what waits keeps waiting.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND
 */
export const disableEndpoint = (
  deps: Pick<WebhooksDeps, "clock" | "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Endpoint> =>
  changeEndpoint(deps, actor, id, "webhooks.endpoint-disabled", (endpoint) =>
    disabled(endpoint, "asked", deps.clock.now()),
  );
