import type { AppRouter } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { detachedContext } from "@ashlar/rpc";

/**
 * Calls procedures without HTTP, as an explicit actor, through the same chain: gate, validation, output.
 *
 * Errors are tRPC errors with the same codes as on the wire; sessions that a call grants are dropped.
 *
 * @param request - What a surface would have carried, such as the idempotency key of a keyed call.
 */
export const inProcessCaller = (
  router: AppRouter,
  actor: Actor | null,
  request: Parameters<typeof detachedContext>[1] = {},
): ReturnType<AppRouter["createCaller"]> => router.createCaller(detachedContext(actor, request));
