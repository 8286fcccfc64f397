import type { EventBroker, RelayedEvent } from "@ashlar/spine";
import { type NatsSession, openNatsSession } from "./nats-session.ts";
import { publishChained } from "./publish-chained.ts";
import { sessionSlot } from "./session-slot.ts";

export type NatsBrokerOptions = {
  /** One or more servers, separated by commas; `tls://` for TLS, and a user and password where they are needed. */
  readonly url: string;
  /** Default `ASHLAR_EVENTS`. It is made when it is not there, and left alone when it is. */
  readonly stream?: string;
};

/**
 * Relays to a NATS JetStream stream, each event under `ashlar.events.<its type>`.
 *
 * Every message names the sequence it must follow, and the server refuses it elsewhere: no event is ever ahead of an
 * earlier one, whatever fails between. A repetition within ten minutes is dropped by its `Nats-Msg-Id`. Nobody else may
 * publish to the stream.
 *
 * The NATS client is loaded with the first connection. A session that fails is closed, and the next call makes another.
 */
export function natsBroker({ url, stream = "ASHLAR_EVENTS" }: NatsBrokerOptions): EventBroker {
  const { within, close } = sessionSlot<NatsSession>(() => openNatsSession(url, stream));
  return {
    name: `nats:${stream}`,
    alreadyKept: (ids) =>
      within(async (session) => {
        const last = await session.lastId();
        // They were stored in order, so all before the last are there as well.
        return new Set(last === null ? [] : ids.slice(0, ids.indexOf(last) + 1));
      }),
    publish: (events: readonly RelayedEvent[]) => within((session) => publishChained(session, events)),
    close,
  };
}
