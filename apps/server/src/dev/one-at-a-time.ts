import { setTimeout as wait } from "node:timers/promises";

/**
 * Makes work that may be asked for at any moment run one at a time. Requests that come before it begins are one; a
 * request while it runs has it run once more.
 *
 * @param quietMs - How long to wait before each run, as an editor or git writes several files.
 */
export function oneAtATime(
  quietMs: number,
  work: () => Promise<void>,
): { readonly request: () => void; readonly idle: () => Promise<void> } {
  let isRequested = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (isRequested) {
      await wait(quietMs);
      isRequested = false;
      await work();
    }
    running = null;
  };
  return {
    request: () => {
      isRequested = true;
      running ??= run();
    },
    idle: async () => {
      isRequested = false;
      await running;
    },
  };
}
