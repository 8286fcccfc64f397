import type { AppRouter } from "@ashlar/contracts";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import superjson from "superjson";
import { boundedFetch } from "./bounded-fetch.ts";
import type { ClientOptions } from "./client-options.ts";
import { credentialsOf } from "./credentials.ts";
import { FetchEventSource, type StreamPlace } from "./fetch-event-source.ts";
import { idempotencyKeyOf } from "./idempotency-key.ts";
import { readingOwnWrites } from "./reading-own-writes.ts";
import { retryQueries } from "./retry-queries.ts";
import { trpcAddress } from "./trpc-address.ts";

/** The server refuses larger batches. */
const maximumBatchItems = 10;
/** Addresses longer than this are cut or refused on the way: proxies commonly take 8 KB of request line. */
const maximumUrlLength = 7_000;

/**
 * Makes a client of the whole contract, for browsers and Node alike.
 *
 * Queries are batched, and repeated at most twice after failures in passing; each mutation is a request of its own,
 * made once, with an `Idempotency-Key`. Subscriptions reconnect and resume until they are unsubscribed.
 * One whose position the server refuses begins again from now on; `onConnectionStateChange` gets the error, whose failure
 * is `STREAM_POSITION_LOST`: read the current state again.
 *
 * @throws TypeError when `url` is not an absolute http or https address.
 */
export function createClient(options: ClientOptions): TRPCClient<AppRouter> {
  const { timeoutMs = 10_000, batch = true } = options;
  const fetch = readingOwnWrites(options.fetch ?? ((url, init) => globalThis.fetch(url, init)));
  const url = trpcAddress(options.url);
  const credentials = credentialsOf(options);
  const shared = { url, transformer: superjson, fetch: boundedFetch(fetch, credentials, timeoutMs) };
  const places = new WeakMap<object, StreamPlace>();
  const queries = { ...shared, headers: credentials.headers };

  return createTRPCClient<AppRouter>({
    links: [
      retryQueries(),
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({
          url,
          transformer: superjson,
          EventSource: FetchEventSource,
          eventSourceOptions: ({ op }) => {
            const place = places.get(op) ?? { lastEventId: "" };
            places.set(op, place);
            return { fetch, credentials, connectTimeoutMs: timeoutMs, place };
          },
        }),
        false: splitLink({
          condition: ({ type }) => type === "query",
          true: batch
            ? httpBatchLink({ ...queries, maxItems: maximumBatchItems, maxURLLength: maximumUrlLength })
            : httpLink(queries),
          false: httpLink({
            ...shared,
            headers: async ({ op }) => ({
              ...(await credentials.headers()),
              "idempotency-key": idempotencyKeyOf(op.context),
            }),
          }),
        }),
      }),
    ],
  });
}
