import type { WebhooksDeps } from "./ports.ts";

const keptMs = 30 * 24 * 3_600_000;
/** Rows of one transaction: short enough not to hold anybody up. */
const batchRows = 1_000;

/** Removes deliveries made 30 days ago, whatever became of them. @returns When all are gone, or the signal has aborted. */
export async function removeOldDeliveries(
  { clock, transact }: Pick<WebhooksDeps, "clock" | "transact">,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(clock.now().getTime() - keptMs);
  let removed = batchRows;
  while (removed >= batchRows && !signal.aborted) {
    removed = await transact(({ deliveries }) => deliveries.removeMadeBefore(before, batchRows));
  }
}
