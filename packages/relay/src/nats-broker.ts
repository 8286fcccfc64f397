import type { EventBroker, RelayedEvent } from "@ashlar/spine";
import { type NatsSession, openNatsSession } from "./nats-session.ts";
import { publishChained } from "./publish-chained.ts";

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
 * The NATS client is loaded with the first connection. A session that fails is closed, and the next call makes another:
 * the client's own reconnection would send what is buffered at a time of its own.
 */
export function natsBroker({ url, stream = "ASHLAR_EVENTS" }: NatsBrokerOptions): EventBroker {
  let opened: Promise<NatsSession> | null = null;

  const within = async <Result>(work: (session: NatsSession) => Promise<Result>): Promise<Result> => {
    opened ??= openNatsSession(url, stream);
    const opening = opened;
    try {
      return await work(await opening);
    } catch (error) {
      if (opened === opening) opened = null;
      await opening.then((session) => session.close()).catch(() => undefined);
      throw error;
    }
  };
  return {
    name: `nats:${stream}`,
    lastEventId: () => within((session) => session.lastId()),
    publish: (events: readonly RelayedEvent[]) => within((session) => publishChained(session, events)),
    close: async () => {
      await opened?.then((session) => session.close()).catch(() => undefined);
      opened = null;
    },
  };
}
