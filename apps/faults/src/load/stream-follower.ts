import type { Client } from "@ashlar/client";

/** Follows the changes of all orders, over whatever reconnects. */
export type StreamFollower = {
  /** Positions of the messages, in the order in which they came. */
  readonly seen: readonly string[];
  /** Why the stream ended for good; null while it lasts. */
  readonly ended: () => string | null;
  readonly close: () => void;
};

/** @param client - Of somebody who may read all orders. */
export function followStream(client: Client): StreamFollower {
  const seen: string[] = [];
  const state: { ended: string | null } = { ended: null };
  const subscription = client.orders.changes.subscribe(undefined, {
    onData: ({ id }) => seen.push(id),
    onError: ({ message }) => {
      state.ended = message;
    },
    onComplete: () => {
      state.ended = "complete";
    },
  });
  return { seen, ended: () => state.ended, close: () => subscription.unsubscribe() };
}
