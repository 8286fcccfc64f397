import { setTimeout as wait } from "node:timers/promises";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Makes a `fetch` that spreads requests over several servers and passes over one that refuses the connection.
 *
 * A request that was refused a connection has reached nobody, so it may go elsewhere whatever it does. Nothing else is
 * repeated. Each request names another client address, as those of many people behind a proxy do.
 */
export function failoverFetch(origins: readonly string[], random: () => number): Fetch {
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
        if (!isRefused(error) || init.signal?.aborted) throw error;
        if (attempt % origins.length === origins.length - 1) await wait(50);
      }
    }
  };
}

const isRefused = (error: unknown): boolean => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
};

const addressOf = (random: () => number): string => {
  const part = (): number => 1 + Math.floor(random() * 250);
  // Few enough that what each process counts of them is soon complete.
  return `10.0.${1 + Math.floor(random() * 8)}.${part()}`;
};
