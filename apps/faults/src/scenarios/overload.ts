import { failoverFetch } from "../load/failover-fetch.ts";

export type Overload = {
  /** @throws Error naming the first answer that is neither a success nor a clear 503. */
  readonly stop: () => Promise<void>;
};

/** Asks for products without a pause. @param readers - How many ask at once. */
export function overload(origins: readonly string[], readers: number, random: () => number): Overload {
  const fetch = failoverFetch(origins, random);
  const ending = new AbortController();
  const wrong = new Set<string>();
  const read = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await fetch(`${origins[0]}/api/v1/products?limit=50`, { signal: ending.signal }).then(
        async (answer) => {
          await answer.arrayBuffer();
          const isRefusal = answer.status === 503 && answer.headers.has("retry-after");
          if (answer.status !== 200 && !isRefusal) wrong.add(`status ${answer.status}`);
        },
        // The server that was asked has been killed, or the load is over.
        () => undefined,
      );
    }
  };
  const reading = Promise.all(Array.from({ length: readers }, () => read().catch(() => undefined)));
  return {
    stop: async () => {
      ending.abort();
      await reading;
      if (wrong.size > 0) throw new Error(`Under overload: ${[...wrong].join(", ")}.`);
    },
  };
}
