import type { WebhooksDeps } from "./ports.ts";

const stalledMs = 30_000;

/**
 * Has deliveries sent that are due for half a minute and that nobody sends: whoever should have was lost.
 *
 * A safety net; in normal work it finds nothing.
 */
export async function wakeStalled({
  clock,
  transact,
}: Pick<WebhooksDeps, "clock" | "transact">): Promise<void> {
  await transact(async ({ endpoints, sends }) => {
    const now = clock.now();
    const stalled = await endpoints.stalled(now, new Date(now.getTime() - stalledMs));
    for (const endpoint of stalled) await sends.wake(endpoint);
  });
}
