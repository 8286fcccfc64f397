import type { Actor } from "@ashlar/kernel";
import { orderErrors } from "../domain/errors.ts";
import { maySee } from "../domain/may-see.ts";
import type { TimelineEntry } from "../domain/timeline.ts";
import type { OrdersDeps } from "./ports.ts";

/**
 * Tells what has happened to an order, oldest first; a moment behind the events it is made from.
 *
 * @throws ORDER_NOT_FOUND when there is none or the actor may not see it; the two look alike.
 */
export async function readTimeline(
  deps: Pick<OrdersDeps, "reader">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<readonly TimelineEntry[]> {
  const timeline = await deps.reader.timeline(id);
  if (timeline === null || !maySee(actor, timeline)) throw orderErrors.ORDER_NOT_FOUND({ orderId: id });
  return timeline.entries;
}
