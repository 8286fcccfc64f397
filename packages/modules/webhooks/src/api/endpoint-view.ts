import type { Endpoint } from "../domain/endpoint.ts";

/** An endpoint as the contract shapes it: the same, with a list that the surface may own. */
export const toEndpointView = ({ eventTypes, ...endpoint }: Endpoint) => ({
  ...endpoint,
  eventTypes: [...eventTypes],
});
