import { currentRequestScope, Unavailable } from "@ashlar/kernel";
import type { DriverQuery } from "./send-statement.ts";

/** Ends statements with the request that asked for them. */
export type Deadline = {
  /** The signal of the request in progress. @throws Unavailable when it has ended already. */
  readonly signal: () => AbortSignal | undefined;
  /** Cancels `query` when the signal aborts, unless `done` was called first. */
  readonly follow: (signal: AbortSignal, query: DriverQuery) => { readonly done: () => void };
  /** Cancels `query` now. */
  readonly cancel: (query: DriverQuery) => void;
  /** Settles when the cancellations sent so far have reached the server. */
  readonly settled: () => Promise<void>;
  /** When a cancellation was last sent, by `performance.now()`; -Infinity when never. */
  readonly lastCancelAt: () => number;
};

/** One listener per signal, not per query: adding and removing one costs more than the bookkeeping here. */
export function deadline(): Deadline {
  const running = new WeakMap<AbortSignal, Set<DriverQuery>>();
  const cancelling = new Set<Promise<void>>();
  let lastCancelAt = Number.NEGATIVE_INFINITY;

  const cancel = (query: DriverQuery): void => {
    lastCancelAt = performance.now();
    const done = Promise.resolve(query.cancel()).then(() => {
      lastCancelAt = performance.now();
      cancelling.delete(done);
    });
    cancelling.add(done);
  };
  const queriesOf = (signal: AbortSignal): Set<DriverQuery> => {
    const known = running.get(signal);
    if (known) return known;
    const queries = new Set<DriverQuery>();
    running.set(signal, queries);
    signal.addEventListener(
      "abort",
      () => {
        for (const query of queries) cancel(query);
      },
      { once: true },
    );
    return queries;
  };
  return {
    signal: () => {
      const signal = currentRequestScope()?.signal;
      if (signal?.aborted) throw endedRequest(signal);
      return signal;
    },
    follow: (signal, query) => {
      const queries = queriesOf(signal);
      queries.add(query);
      return { done: () => queries.delete(query) };
    },
    cancel,
    settled: async () => {
      await Promise.all(cancelling);
    },
    lastCancelAt: () => lastCancelAt,
  };
}

/** What a statement of an ended request fails with. */
export const endedRequest = (signal: AbortSignal): Unavailable =>
  new Unavailable("The request ended before the database answered.", { cause: signal.reason });
