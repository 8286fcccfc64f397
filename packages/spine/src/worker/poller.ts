import { setTimeout as wait } from "node:timers/promises";

/** Repeats work, one run at a time. */
export type Poller = {
  /** Runs it immediately, or once more if it is running. */
  readonly trigger: () => void;
  /** Resolves when the current run has ended. */
  readonly stop: () => Promise<void>;
};

/** @param everyMs - The longest pause between two runs; after a failure, 200 ms at least. */
export function poller(
  work: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): Poller {
  let isAsked = false;
  let isStopped = false;
  let wake = (): void => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!isStopped) {
      isAsked = false;
      try {
        await work();
      } catch (error) {
        onError(error);
        await wait(200);
      }
      if (!isAsked && !isStopped) await pause();
    }
  };
  const ran = run();
  return {
    trigger: () => {
      isAsked = true;
      wake();
    },
    stop: async () => {
      isStopped = true;
      wake();
      await ran;
    },
  };
}
