import type { ClientOptions } from "./client-options.ts";

/** What a server sends on of the request that it answers. */
const sentOn = [
  "cookie",
  "origin",
  "sec-fetch-site",
  "user-agent",
  "accept-language",
  "x-forwarded-for",
  "traceparent",
  "tracestate",
  "baggage",
];

/**
 * Options for a client that calls for the user of a request: on a server that renders pages, or in a gateway.
 *
 * The request's cookie, origin, client address, user agent and trace are sent on. A call that changes something is thus
 * judged by the origin of the page that caused it. Make such a client for each request:
 * `createClient({ url, ...forwarding(request, (cookie) => headers.append("set-cookie", cookie)) })`.
 *
 * @param onSetCookie - Called with each cookie that an answer sets, for the answer to the browser.
 */
export function forwarding(
  request: { readonly headers: Pick<Headers, "get"> },
  onSetCookie?: (cookie: string) => void,
): Pick<ClientOptions, "headers" | "onResponse"> {
  const headers = Object.fromEntries(
    sentOn.flatMap((name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );
  return {
    headers,
    ...(onSetCookie && {
      onResponse: ({ headers: answered }) => {
        for (const cookie of answered.getSetCookie()) onSetCookie(cookie);
      },
    }),
  };
}
