import type { Client } from "@ashlar/client";
import { eventually } from "./eventually.ts";

type Change = { readonly id: string; readonly data: { readonly orderId: string; readonly event: string } };

/** The changes that a client hears of, in order. */
export type ChangeLog = {
  readonly heard: readonly Change[];
  /** Events of one order that were heard. */
  readonly of: (orderId: string) => string[];
  /** Why the stream ended for good; null while it has not. */
  readonly error: () => unknown;
  readonly [Symbol.dispose]: () => void;
};

/** Follows the changes of orders with the real client; resolves once the stream is open. */
export async function followed(client: Client, orderId?: string): Promise<ChangeLog> {
  const heard: Change[] = [];
  const state = { isOpen: false, error: null as unknown };
  const subscription = client.orders.changes.subscribe(orderId === undefined ? undefined : { orderId }, {
    onStarted: () => {
      state.isOpen = true;
    },
    onData: (change) => heard.push(change),
    onError: (error) => {
      state.error = error;
    },
  });
  await eventually(() => state.isOpen || state.error !== null);
  return {
    heard,
    of: (orderId) => heard.flatMap(({ data }) => (data.orderId === orderId ? [data.event] : [])),
    error: () => state.error,
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}
