import type { AppRouter } from "@ashlar/contracts";
import type { TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { TokenPairs } from "./token-pair.ts";

/**
 * Repeats a call once with renewed tokens when the server says that nobody is signed in, and reports it if that does not
 * help. A call that was refused so has had no effect, so mutations are repeated too.
 */
export function authenticationLink(
  pairs: TokenPairs | null,
  onUnauthenticated: ((error: TRPCClientError<AppRouter>) => void) | undefined,
): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let current: Unsubscribable | undefined;
        let isOver = false;
        const fail = (error: TRPCClientError<AppRouter>): void => {
          if (isUnauthenticated(error)) onUnauthenticated?.(error);
          observer.error(error);
        };
        const attempt = (mayRenew: boolean): void => {
          const before = pairs?.renewals() ?? 0;
          current = next(op).subscribe({
            next: (envelope) => observer.next(envelope),
            complete: () => observer.complete(),
            error: (error) => {
              if (!mayRenew || pairs === null || !isUnauthenticated(error)) return fail(error);
              pairs.renew(before).then(
                (isRenewed) => {
                  if (isOver) return;
                  if (isRenewed) attempt(false);
                  else fail(error);
                },
                () => fail(error),
              );
            },
          });
        };
        attempt(true);
        return () => {
          isOver = true;
          current?.unsubscribe();
        };
      });
}

const isUnauthenticated = (error: TRPCClientError<AppRouter>): boolean =>
  error.data?.failure?.code === "UNAUTHENTICATED";
