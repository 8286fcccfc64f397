import type { CredentialSource } from "./credential-source.ts";
import type { FetchLike } from "./fetch-like.ts";

export type ClientOptions = {
  /** The server's origin, `https://api.example.com`, with or without a path; `/trpc` is added where it is missing. */
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
  /** Stands in for the global `fetch`: a proxy, a test, a server in the same process. */
  readonly fetch?: FetchLike | undefined;
  /** How long one attempt may take, from the request to the last byte of the answer; default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Sends queries of the same tick in one request, at most 10; default true. */
  readonly batch?: boolean | undefined;
};
