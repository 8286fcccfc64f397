import { setTimeout as wait } from "node:timers/promises";

/** Does something again and again, one at a time. */
export type Repeater = {
  /** Does it now, or once more if it is being done. */
  readonly now: () => void;
  /** Ends when what is being done is done. */
  readonly stop: () => Promise<void>;
};

/** @param everyMs - The longest pause between two runs; after a failure, 200 ms at least. */
export function repeater(
  work: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): Repeater {
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
    now: () => {
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
