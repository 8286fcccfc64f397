import { setTimeout as wait } from "node:timers/promises";

/** Waits until something holds. @throws Error naming it when it does not within 30 s. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`After 30 s still not: ${what}.`);
    await wait(20);
  }
}
