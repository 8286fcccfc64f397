import { type Actor, holds, Unavailable } from "@ashlar/kernel";
import type { OrdersDeps, TrackedChange } from "./ports.ts";

export type FollowOrders = {
  /** The id of the last message that was received; absent for from now on. */
  readonly lastEventId?: string | undefined;
};

/**
 * Streams the changes of the actor's orders; of everybody's to a holder of `orders:read`.
 *
 * Each change comes once and those of one order in their order. Who may see what is decided at the start: whoever
 * serves the stream ends it when the actor's rights change.
 *
 * @throws Unavailable when the follower is too slow: it goes on after its last message.
 */
export async function* followOrders(
  deps: Pick<OrdersDeps, "feed">,
  actor: Actor,
  { lastEventId }: FollowOrders,
  signal: AbortSignal,
): AsyncGenerator<TrackedChange, void> {
  const seesAll = holds(actor, "orders:read");
  for await (const change of deps.feed.follow(lastEventId ?? null, signal)) {
    if (seesAll || change.data.buyerId === actor.userId) yield change;
  }
  if (!signal.aborted) throw new Unavailable("The stream fell behind; go on after its last message.");
}
