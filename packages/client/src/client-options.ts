import type { AppRouter } from "@ashlar/contracts";
import type { TRPCClientError, TRPCLink } from "@trpc/client";
import type { CredentialSource } from "./credential-source.ts";
import type { FetchLike } from "./fetch-like.ts";
import type { ResponseHead } from "./observed-responses.ts";
import type { HeaderSource } from "./request-headers.ts";
import type { TokenPairs, TokenServer } from "./token-pair.ts";

export type ClientOptions = {
  /**
   * The server's origin, `https://api.example.com`, with or without a path; `/trpc` is added where it is missing. In a browser
   * it may be relative to the page's origin: `/api`, or empty.
   */
  readonly url: string;
  /**
   * A session or access token, sent as `Authorization: Bearer`.
   *
   * Without a token and an API key the client is a cookie client: the browser sends the session cookie. With either,
   * no cookie is sent.
   */
  readonly token?: CredentialSource | undefined;
  /** An API key, sent as `X-API-Key`. */
  readonly apiKey?: CredentialSource | undefined;
  /**
   * A pair of access and refresh token, in place of `token`: `tokenPair(store)`. The client renews it shortly before its end,
   * and once when the server refuses it, for all calls that wait.
   */
  readonly tokens?: ((server: TokenServer) => TokenPairs) | undefined;
  /** Sent with every request; a function is asked for each. `{ context: { headers } }` adds some to one call. */
  readonly headers?: HeaderSource | undefined;
  /** Called with the status and headers of every answer, streams included. */
  readonly onResponse?: ((head: ResponseHead) => void) | undefined;
  /** Called when a call fails because nobody is signed in, or the session has ended. */
  readonly onUnauthenticated?: ((error: TRPCClientError<AppRouter>) => void) | undefined;
  /** Links of tRPC's in front of the client's own: logging, metrics, a cache. */
  readonly links?: readonly TRPCLink<AppRouter>[] | undefined;
  /** Stands in for the global `fetch`: a proxy, a test, a server in the same process. */
  readonly fetch?: FetchLike | undefined;
  /** How long one attempt may take, from the request to the last byte of the answer; default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Sends queries of the same tick in one request, at most 10; default true. */
  readonly batch?: boolean | undefined;
};
