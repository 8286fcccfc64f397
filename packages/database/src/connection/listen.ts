import { setTimeout as wait } from "node:timers/promises";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import { type DriverClient, driverClient } from "../driver/driver-client.ts";

export type Listener = { readonly close: () => Promise<void> };

export type Heard = {
  /** Any text of 1–63 bytes. */
  readonly channel: string;
  /** Gets the payload, at most 8,000 bytes. */
  readonly onMessage: (payload: string) => void;
  readonly onListening: () => void;
  /** Called when the connection is gone; `onListening` follows when there is another. */
  readonly onLost: () => void;
};

/**
 * Hears the notifications of a channel on a connection of its own.
 *
 * Notifications sent while the connection is being made again are lost, as PostgreSQL keeps none. `onListening`
 * is called at the start and after each such gap: read by position there, and nothing is missed. A server that
 * vanished without a word is noticed within `heartbeatMs` plus the silence timeout.
 *
 * @throws Unavailable-like driver errors only from the first attempt; later ones are retried for ever.
 */
export async function listenOn(
  settings: ConnectionSettings,
  { channel, onMessage, onListening, onLost }: Heard,
  heartbeatMs = 5_000,
): Promise<Listener> {
  let isClosed = false;
  let isListening = false;
  const client: DriverClient = driverClient({
    ...settings,
    silenceTimeoutMs: 2_000,
    connections: 1,
    onNotify: (name, payload) => {
      if (name === channel) onMessage(payload);
    },
    onClose: () => {
      isListening = false;
      onLost();
    },
  });
  const subscribe = async (): Promise<void> => {
    await client.unsafe(`listen "${channel.replaceAll('"', '""')}"`);
    isListening = true;
    onListening();
  };
  /** Runs until closed. A lost connection is noticed at once, or by the heartbeat. */
  const keepListening = async (): Promise<void> => {
    let beatAt = performance.now() + heartbeatMs;
    while (!isClosed) {
      await wait(50, undefined, { ref: false });
      if (isClosed) return;
      if (!isListening) await subscribe().catch(() => wait(100));
      else if (performance.now() > beatAt) {
        await client.unsafe("select 1").catch(() => undefined);
        beatAt = performance.now() + heartbeatMs;
      }
    }
  };
  try {
    await subscribe();
  } catch (error) {
    await client.end({ timeout: 0 });
    throw error;
  }
  const kept = keepListening();
  return {
    close: async () => {
      isClosed = true;
      await client.end({ timeout: 0 });
      await kept;
    },
  };
}
