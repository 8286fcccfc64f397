import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import { createEndpoint } from "../application/create-endpoint.ts";
import { disableEndpoint } from "../application/disable-endpoint.ts";
import { enableEndpoint } from "../application/enable-endpoint.ts";
import { getEndpoint } from "../application/get-endpoint.ts";
import type { WebhooksDeps } from "../application/ports.ts";
import { removeEndpoint } from "../application/remove-endpoint.ts";
import { replayDelivery } from "../application/replay-delivery.ts";
import { rotateSecret } from "../application/rotate-secret.ts";
import { updateEndpoint } from "../application/update-endpoint.ts";
import { toEndpointView } from "./endpoint-view.ts";
import { toListView } from "./list-view.ts";

/** The webhooks of the contract, filled in. */
export const webhooksProcedures = (deps: WebhooksDeps) =>
  implement(contract.webhooks, {
    endpoints: {
      create: async ({ actor, input }) => {
        const { secret, ...endpoint } = await createEndpoint(deps, actor, input);
        return { ...toEndpointView(endpoint), secret };
      },
      list: async ({ input: { filter, ...slice } }) =>
        toListView(await deps.endpoints.list({ ...slice, ...filter }), toEndpointView),
      get: async ({ input }) => toEndpointView(await getEndpoint(deps, input)),
      update: async ({ actor, input }) => toEndpointView(await updateEndpoint(deps, actor, input)),
      remove: ({ actor, input }) => removeEndpoint(deps, actor, input),
      rotateSecret: async ({ actor, input }) => {
        const { secret, ...endpoint } = await rotateSecret(deps, actor, input);
        return { ...toEndpointView(endpoint), secret };
      },
      enable: async ({ actor, input }) => toEndpointView(await enableEndpoint(deps, actor, input)),
      disable: async ({ actor, input }) => toEndpointView(await disableEndpoint(deps, actor, input)),
    },
    deliveries: {
      list: async ({ input: { filter, ...slice } }) =>
        toListView(await deps.deliveries.list({ ...slice, ...filter }), (delivery) => delivery),
      replay: ({ actor, input }) => replayDelivery(deps, actor, input),
    },
  });
