import { setTimeout as wait } from "node:timers/promises";
import type { Stage } from "./scenario.ts";

const paths = ["/api/v1/products", "/health/ready"];
/** Rounds that each api process must answer while the harm lasts: few, as the machine may be busy. */
const leastRounds = 5;

/**
 * Reads products and readiness at every api process for as long as the harm lasts.
 *
 * @throws Error naming the first answer that was no success, or a process that answered too few.
 */
export async function unrelatedReadsServed({ cluster }: Stage, harm: () => Promise<void>): Promise<void> {
  const harming = { isOver: false };
  const readsAt = async ({ url }: { readonly url: string }): Promise<void> => {
    for (let rounds = 0; ; rounds += 1) {
      for (const path of paths) {
        const answer = await fetch(`${url}${path}`);
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      }
      if (harming.isOver && rounds < leastRounds)
        throw new Error(`${url} answered ${rounds} rounds of reads`);
      if (harming.isOver) return;
      await wait(50);
    }
  };
  const reading = Promise.all(cluster.apis.map(readsAt));
  // The harm is undone first, whatever was read.
  reading.catch(() => undefined);
  await harm().finally(() => {
    harming.isOver = true;
  });
  await reading;
}
