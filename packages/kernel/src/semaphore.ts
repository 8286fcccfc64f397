import { Unavailable } from "./unavailable.ts";

/** Runs at most so many pieces of work at once. */
export type Semaphore = { readonly run: <Result>(work: () => Promise<Result>) => Promise<Result> };

/**
 * Bounds concurrent work, first come, first served.
 *
 * @param concurrency - Pieces at once; an integer, 1 or more.
 * @param queueLimit - Pieces that may wait; an integer, 0 or more.
 * @throws Unavailable at once when the queue is full.
 */
export function semaphore(concurrency: number, queueLimit: number): Semaphore {
  const waiting: (() => void)[] = [];
  let running = 0;
  const acquire = (): Promise<void> | undefined => {
    if (running < concurrency) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= queueLimit) throw new Unavailable("Too much work is waiting.");
    return new Promise((resolve) => waiting.push(resolve));
  };
  return {
    run: async (work) => {
      await acquire();
      try {
        return await work();
      } finally {
        // The place goes to the next in line; it is only given up when nobody waits.
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
