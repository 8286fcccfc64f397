import type { AppRouter } from "@ashlar/contracts";
import { type Actor, uuidV7 } from "@ashlar/kernel";
import type { CallContext } from "@ashlar/rpc";

/**
 * Calls procedures without HTTP, as an explicit actor, through the same chain: gate, validation, output.
 *
 * Errors are tRPC errors with the same codes as on the wire; sessions that a call grants are dropped.
 */
export const inProcessCaller = (
  router: AppRouter,
  actor: Actor | null,
): ReturnType<AppRouter["createCaller"]> => router.createCaller(contextOf(actor));

const contextOf = (actor: Actor | null): CallContext => ({
  actor,
  request: {
    requestId: uuidV7(),
    address: null,
    userAgent: null,
    signal: new AbortController().signal,
    idempotencyKey: null,
    lastEventId: null,
  },
  credentials: { grantSession: () => undefined, withdrawSession: () => undefined },
  response: { setHeader: () => undefined },
});
