import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, Unavailable } from "@ashlar/kernel";
import type { OrdersDeps, TrackedChange } from "./ports.ts";

export type FollowOrders = {
  /** The id of the last message that was received; null for from now on. */
  readonly lastEventId: string | null;
  /** The only order to follow; default every one. */
  readonly orderId?: string | undefined;
  /** Ends the stream. */
  readonly signal: AbortSignal;
};

export type OrderStream = {
  /** Everything up to there that the actor may see has been passed on. */
  readonly position: () => string;
  readonly messages: AsyncIterable<TrackedChange>;
};

/**
 * Streams the changes of the actor's orders, or of all orders to a holder of `orders:read`. Every change that commits once
 * the stream is open is in it. An order that does not exist or that the actor may not see has none; the two look alike.
 *
 * Each change comes once and those of one order in their order. Who may see what is decided at the start: whoever
 * serves the stream ends it when the actor's rights change.
 *
 * @throws VALIDATION_FAILED when `lastEventId` is no position of the stream, STREAM_POSITION_LOST when events after it are
 *   gone: the list of orders has to be read again.
 * @throws Unavailable from the stream when its follower is too slow: it continues after its last message.
 */
export async function followOrders(
  deps: Pick<OrdersDeps, "feed">,
  actor: Actor,
  { lastEventId, orderId, signal }: FollowOrders,
): Promise<OrderStream> {
  const { position, changes } = await deps.feed.follow(lastEventId, signal);
  const read = { position };
  const seesAll = holds(actor, "orders:read");
  const isSeen = ({ data }: TrackedChange): boolean =>
    (seesAll || data.buyerId === actor.userId) && (orderId === undefined || data.orderId === orderId);
  return { position: () => read.position, messages: seen(isSeen, changes, signal, read) };
}

async function* seen(
  isSeen: (change: TrackedChange) => boolean,
  changes: AsyncIterable<TrackedChange>,
  signal: AbortSignal,
  read: { position: string },
): AsyncGenerator<TrackedChange, void> {
  for await (const change of changes) {
    if (isSeen(change)) yield change;
    // Not before the follower has come back for more: until then it may not have the change.
    read.position = change.id;
  }
  if (!signal.aborted) throw new Unavailable("The stream fell behind; continue after its last message.");
}
