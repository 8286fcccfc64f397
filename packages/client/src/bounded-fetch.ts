import type { CookieMode, FetchLike } from "./fetch-like.ts";
import { Unreachable } from "./unreachable.ts";

/** An answer that has arrived whole. */
export type Answer = {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly json: () => Promise<unknown>;
};

type Attempt = Pick<RequestInit, "method" | "headers" | "body"> & {
  readonly signal?: AbortSignal | null | undefined;
};

/**
 * Makes a `fetch` that answers whole or not at all, within a bound.
 *
 * The body is read here, so that the bound covers it and an answer that is not JSON has a clear error.
 *
 * No redirect is followed: `fetch` takes `X-API-Key` along to any other origin.
 *
 * @throws Unreachable when there is no JSON answer within `timeoutMs`; what the caller aborts is thrown as it is.
 */
export function boundedFetch(
  fetch: FetchLike,
  credentials: CookieMode,
  timeoutMs: number,
): (url: URL | Request | string, init?: Attempt) => Promise<Answer> {
  return async (input, init = {}) => {
    const url = String(input);
    const { origin } = new URL(url);
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    const { response, text } = await wholeAnswer().catch((cause: unknown) => {
      if (init.signal?.aborted) throw cause;
      throw deadline.aborted
        ? new Unreachable(origin, "timeout", { cause, timeoutMs })
        : new Unreachable(origin, "network", { cause });
    });
    const { ok, status, headers } = response;
    if (isRedirect(response)) throw new Unreachable(origin, "redirected", { status });
    const json = parsed(text, () => new Unreachable(origin, "not-json", { status }));
    return { ok, status, headers, json: async () => json };

    async function wholeAnswer() {
      const answer = await fetch(url, { ...init, signal, credentials, redirect: "manual" });
      return { response: answer, text: await answer.text() };
    }
  };
}

/** In browsers an answer that redirects is opaque; elsewhere it has its status. 304 belongs to a cache and redirects nobody. */
export const isRedirect = ({ type, status }: Pick<Response, "type" | "status">): boolean =>
  type === "opaqueredirect" || [301, 302, 303, 307, 308].includes(status);

function parsed(text: string, refusal: () => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal();
  }
}
