import type { Endpoint } from "./endpoint.ts";

/** What may be changed; an absent field stays. */
export type Edit = {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly eventTypes?: readonly string[] | undefined;
};

/** The endpoint with the edit; the same value when nothing changes. At a new address it has not failed yet. */
export function edited(endpoint: Endpoint, edit: Edit, at: Date): Endpoint {
  const url = edit.url ?? endpoint.url;
  const description = edit.description ?? endpoint.description;
  const eventTypes = edit.eventTypes ?? endpoint.eventTypes;
  const isSame =
    url === endpoint.url &&
    description === endpoint.description &&
    eventTypes.join() === endpoint.eventTypes.join();
  if (isSame) return endpoint;
  const isMoved = url !== endpoint.url;
  const failingSince = isMoved ? null : endpoint.failingSince;
  const consecutiveFailures = isMoved ? 0 : endpoint.consecutiveFailures;
  return { ...endpoint, failingSince, consecutiveFailures, url, description, eventTypes, updatedAt: at };
}
