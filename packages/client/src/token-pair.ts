import type { AppRouter } from "@ashlar/contracts";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { boundedFetch } from "./bounded-fetch.ts";

/** What `auth.tokens.issue` answers, as far as the client needs it. */
export type TokenPair = {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
};

/** Where a pair is kept: the keychain of a phone, a file of a script, memory. */
export type TokenStore = {
  readonly read: () => TokenPair | null | Promise<TokenPair | null>;
  /** @param pair - Null once the server has refused the refresh token: the user has to sign in again. */
  readonly write: (pair: TokenPair | null) => void | Promise<void>;
};

export type TokenPairs = {
  /** The access token to send now, renewed if it is about to end; null where there is none. */
  readonly accessToken: () => Promise<string | null>;
  /** How often the pair has been renewed. */
  readonly renewals: () => number;
  /**
   * Renews the pair whose access token was refused, unless that has happened since.
   *
   * @param before - `renewals()` when the refused call was made.
   * @returns Whether there is another pair.
   */
  readonly renew: (before: number) => Promise<boolean>;
};

/** A token is renewed this long before its end, so that it does not end under way. */
const marginMs = 30_000;

/**
 * Keeps a pair of tokens for the option `tokens` of a client, and renews it: once for all calls that wait for it, and once for all tabs where the browser has locks: a
 * refresh token works once, and a second use ends everything that came from it.
 */
export const tokenPair = (store: TokenStore) => (server: TokenServer) => pairsOf(store, server);

/** Where tokens are renewed. */
export type TokenServer = { readonly url: string; readonly fetch: ReturnType<typeof boundedFetch> };

function pairsOf(store: TokenStore, server: TokenServer): TokenPairs {
  const { auth } = createTRPCClient<AppRouter>({ links: [httpLink({ ...server, transformer: superjson })] });
  let renewals = 0;
  let renewing: Promise<TokenPair | null> | null = null;

  const renewed = (used: TokenPair): Promise<TokenPair | null> =>
    exclusively(`${server.url} tokens`, async () => {
      const kept = await store.read();
      // Another tab was first.
      if (kept?.refreshToken !== used.refreshToken) return kept;
      const next = await auth.tokens.refresh.mutate({ refreshToken: used.refreshToken }).catch(refused);
      await store.write(next);
      return next;
    });
  const renewOnce = (used: TokenPair): Promise<TokenPair | null> => {
    renewing ??= renewed(used).finally(() => {
      renewals += 1;
      renewing = null;
    });
    return renewing;
  };
  return {
    accessToken: async () => {
      const kept = await store.read();
      const isEnding = kept !== null && kept.expiresAt.getTime() - Date.now() < marginMs;
      return (isEnding ? await renewOnce(kept) : kept)?.accessToken ?? null;
    },
    renewals: () => renewals,
    renew: async (before) => {
      const kept = await store.read();
      if (kept === null || renewals !== before) return kept !== null;
      return (await renewOnce(kept)) !== null;
    },
  };
}

/** @throws what is no refusal: without an answer the pair may still be good. */
function refused(error: unknown): null {
  if (error instanceof TRPCClientError && error.data?.failure?.code === "INVALID_REFRESH_TOKEN") return null;
  throw error;
}

/** @see Web Locks API. */
const exclusively = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  globalThis.navigator?.locks ? globalThis.navigator.locks.request(name, work) : work();
