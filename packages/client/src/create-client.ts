import type { AppRouter } from "@ashlar/contracts";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import superjson from "superjson";
import { authenticationLink } from "./authentication-link.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { ClientOptions } from "./client-options.ts";
import { credentialsOf } from "./credentials.ts";
import { FetchEventSource, type StreamPlace } from "./fetch-event-source.ts";
import { idempotencyKeyOf } from "./idempotency-key.ts";
import { observedResponses } from "./observed-responses.ts";
import { readingOwnWrites } from "./reading-own-writes.ts";
import { headersOfCall } from "./request-headers.ts";
import { retryQueries } from "./retry-queries.ts";
import { trpcAddress } from "./trpc-address.ts";

/** The server refuses larger batches. */
const maximumBatchItems = 10;
/** Addresses longer than this are cut or refused on the way: proxies commonly take 8 KB of request line. */
const maximumUrlLength = 7_000;

/**
 * Makes a client of the whole contract, for browsers and Node alike.
 *
 * Queries are batched, and repeated at most twice after transient failures; each mutation is a request of its own,
 * made once, with an `Idempotency-Key`. Subscriptions reconnect and resume until they are unsubscribed.
 * One whose position the server refuses begins again from now on; `onConnectionStateChange` gets the error, whose failure
 * is `STREAM_POSITION_LOST`: read the current state again.
 *
 * @throws TypeError when `url` is no http or https address, or is relative where there is no page.
 */
export function createClient(options: ClientOptions): TRPCClient<AppRouter> {
  const { timeoutMs = 10_000, batch = true } = options;
  const given = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const fetch = readingOwnWrites(observedResponses(given, options.onResponse));
  const url = trpcAddress(options.url);
  const pairs = options.tokens?.({ url, fetch: boundedFetch(fetch, "omit", timeoutMs) }) ?? null;
  const credentials = credentialsOf(options, pairs);
  const shared = { url, transformer: superjson, fetch: boundedFetch(fetch, credentials.mode, timeoutMs) };
  const places = new WeakMap<object, StreamPlace>();
  const headersOf = async (...calls: readonly Pick<Operation, "context">[]) =>
    Object.assign(await credentials.headers(), ...calls.map(({ context }) => headersOfCall(context)));

  return createTRPCClient<AppRouter>({
    links: [
      ...(options.links ?? []),
      authenticationLink(pairs, options.onUnauthenticated),
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
            const { mode } = credentials;
            return { fetch, mode, headers: () => headersOf(op), connectTimeoutMs: timeoutMs, place };
          },
        }),
        false: splitLink({
          condition: ({ type }) => type === "query",
          true: batch
            ? httpBatchLink({
                ...shared,
                headers: ({ opList }) => headersOf(...opList),
                maxItems: maximumBatchItems,
                maxURLLength: maximumUrlLength,
              })
            : httpLink({ ...shared, headers: ({ op }) => headersOf(op) }),
          false: httpLink({
            ...shared,
            headers: async ({ op }) => ({
              ...(await headersOf(op)),
              "idempotency-key": idempotencyKeyOf(op.context),
            }),
          }),
        }),
      }),
    ],
  });
}
