import type { AppRouter } from "@ashlar/contracts";
import { TRPCClientError } from "@trpc/client";

/**
 * Tells a failed call from any other error, where the procedure is not known: a global handler, a log.
 *
 * `error.data` is undefined when the server gave no answer; then `error.cause` is an `Unreachable`, or says that the
 * caller aborted. Where the procedure is known, `safe` types its declared outcomes too.
 */
export const isClientError = (error: unknown): error is TRPCClientError<AppRouter> =>
  error instanceof TRPCClientError;
