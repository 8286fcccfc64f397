import { setTimeout as wait } from "node:timers/promises";

/** Waits until something holds; a failure to find out counts as a no. @returns Whether it did within `withinMs`. */
export async function eventually(
  holds: () => Promise<boolean> | boolean,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const giveUpAtMs = performance.now() + withinMs;
  for (;;) {
    try {
      if (await holds()) return true;
    } catch {
      // What is asked may be what is broken.
    }
    if (performance.now() > giveUpAtMs) return false;
    await wait(everyMs);
  }
}
