import { setTimeout as wait } from "node:timers/promises";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Makes a `fetch` that spreads requests over several servers and passes over one that refuses the connection.
 *
 * A request that was refused a connection has reached nobody, so it may go elsewhere whatever it does. Each request
 * names another client address, as those of many people behind a proxy do.
 *
 * @param repeatsUnheard - Whether a request is also repeated when the kept connection it was sent on was closed or reset
 *   before a byte of the answer: the server closed it while the request was under way, which HTTP/1.1 cannot prevent (RFC
 *   9112 §9.3.1). Browsers and load balancers repeat it; it is right only where servers stop in order, and the ledger shows
 *   that nothing was done twice.
 */
export function failoverFetch(
  origins: readonly string[],
  random: () => number,
  repeatsUnheard = false,
): Fetch {
  return async (url, init) => {
    const { pathname, search } = new URL(url);
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", addressOf(random));
    const first = Math.floor(random() * origins.length);
    for (let attempt = 0; ; attempt += 1) {
      const origin = origins[(first + attempt) % origins.length] ?? "";
      try {
        return await fetch(`${origin}${pathname}${search}`, { ...init, headers });
      } catch (error) {
        const mayRepeat = isRefused(error) || (repeatsUnheard && isUnheard(error));
        if (!mayRepeat || init.signal?.aborted) throw error;
        if (attempt % origins.length === origins.length - 1) await wait(50);
      }
    }
  };
}

const isRefused = (error: unknown): boolean => Reflect.get(causeOf(error), "code") === "ECONNREFUSED";

/**
 * Whether the other side closed a connection that had carried an answer before, or reset one: a system that closes a
 * connection with a request unread in it resets it.
 */
function isUnheard(error: unknown): boolean {
  const cause = causeOf(error);
  if (Reflect.get(cause, "code") === "ECONNRESET") return true;
  const socket: unknown = Reflect.get(cause, "socket");
  if (Reflect.get(cause, "code") !== "UND_ERR_SOCKET" || typeof socket !== "object" || socket === null)
    return false;
  return Number(Reflect.get(socket, "bytesRead")) > 0;
}

const causeOf = (error: unknown): object =>
  error instanceof Error && error.cause instanceof Error ? error.cause : {};

const addressOf = (random: () => number): string => {
  const part = (): number => 1 + Math.floor(random() * 250);
  // Few enough that what each process counts of them is soon complete.
  return `10.0.${1 + Math.floor(random() * 8)}.${part()}`;
};
