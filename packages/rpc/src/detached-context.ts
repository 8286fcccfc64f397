import { type Actor, uuidV7 } from "@ashlar/kernel";
import type { CallContext, RequestFacts } from "./call-context.ts";

const ignored = (): void => undefined;

/**
 * The context of a call that no surface carries, as in a script: it comes from no address, never ends early, and the
 * sessions that it grants are dropped.
 *
 * @param request - What is known of the request after all.
 */
export const detachedContext = (actor: Actor | null, request: Partial<RequestFacts> = {}): CallContext => ({
  actor,
  request: {
    requestId: uuidV7(),
    address: null,
    userAgent: null,
    signal: new AbortController().signal,
    idempotencyKey: null,
    lastEventId: null,
    ...request,
  },
  credentials: { grantSession: ignored, withdrawSession: ignored, replaced: () => null },
  response: { setHeader: ignored },
});
