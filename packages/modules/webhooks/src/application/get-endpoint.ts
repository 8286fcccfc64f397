import type { Endpoint } from "../domain/endpoint.ts";
import { webhookErrors } from "../domain/errors.ts";
import type { WebhooksDeps } from "./ports.ts";

/** Reads an endpoint. @throws WEBHOOK_ENDPOINT_NOT_FOUND */
export async function getEndpoint(
  deps: Pick<WebhooksDeps, "endpoints">,
  { id }: { readonly id: string },
): Promise<Endpoint> {
  const endpoint = await deps.endpoints.find(id);
  if (endpoint === null) throw webhookErrors.WEBHOOK_ENDPOINT_NOT_FOUND({ endpointId: id });
  return endpoint;
}
