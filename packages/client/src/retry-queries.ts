import type { AppRouter } from "@ashlar/contracts";
import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import { retryAfterMs } from "./retry-after.ts";
import { maximumRetryAfterMs, retryDelayMs } from "./retry-delay.ts";

const maximumAttempts = 3;

/**
 * Repeats a query that failed for a transient reason, twice at most.
 *
 * Mutations and subscriptions pass untouched: whether a failed mutation had an effect is not known here.
 */
export function retryQueries(): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      if (op.type !== "query") return next(op);
      return observable((observer) => {
        let current: Unsubscribable | undefined;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const giveUp = (): void => {
          clearTimeout(timer);
          observer.error(TRPCClientError.from(abortOf(op.signal)));
        };
        const attempt = (attempts: number): void => {
          op.signal?.removeEventListener("abort", giveUp);
          current = next(op).subscribe({
            next: (envelope) => observer.next(envelope),
            complete: () => observer.complete(),
            error: (error) => {
              const askedMs = attempts < maximumAttempts ? retryAfterMs(error) : null;
              if (askedMs === null || askedMs > maximumRetryAfterMs || op.signal?.aborted) {
                observer.error(error);
                return;
              }
              op.signal?.addEventListener("abort", giveUp, { once: true });
              timer = setTimeout(() => attempt(attempts + 1), retryDelayMs(attempts, askedMs));
            },
          });
        };
        attempt(1);
        return () => {
          clearTimeout(timer);
          op.signal?.removeEventListener("abort", giveUp);
          current?.unsubscribe();
        };
      });
    };
}

const abortOf = (signal: AbortSignal | null | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException("The call was aborted.", "AbortError");
