import type { AppRouter } from "@ashlar/contracts";
import type { TRPCClientError } from "@trpc/client";
import { Unreachable } from "./unreachable.ts";

const passing = new Set([429, 502, 503, 504]);

/**
 * How long the server asks to wait before the call is repeated; null when repeating would not help.
 *
 * Repeating helps after a failed connection and the statuses 429, 502, 503 and 504.
 *
 * @returns Milliseconds, 0 or more.
 */
export function retryAfterMs(error: TRPCClientError<AppRouter>): number | null {
  if (error.cause instanceof Unreachable) {
    const { status } = error.cause;
    return status === undefined || passing.has(status) ? 0 : null;
  }
  if (!passing.has(error.data?.httpStatus ?? 0)) return null;
  const failure = error.data?.failure;
  const isTimed = failure?.code === "RATE_LIMITED" || failure?.code === "OVERLOADED";
  return isTimed ? failure.details.retryAfterSeconds * 1_000 : 0;
}
