import { product } from "@ashlar/kernel";
import type { RelayedEvent } from "@ashlar/spine";

/** A connection to a NATS server whose stream is there. */
export type NatsSession = {
  /** The id of the stream's last event; null when it has none. */
  readonly lastId: () => Promise<string | null>;
  /** The sequence of the stream's last event, also when it is no longer kept; 0 when there was none. */
  readonly lastSequence: () => Promise<number>;
  /**
   * Sends an event at once and waits until it is stored.
   *
   * @param after - The sequence that the stream's last event must have. Not its id: the server knows that one only for
   *   as long as it knows repetitions (nats-server 2.9.10), so the first event after a long outage would be refused.
   * @throws also when another event is the last.
   */
  readonly publish: (event: RelayedEvent, after: number) => Promise<"stored" | "known">;
  readonly close: () => Promise<void>;
};

const subjects = `${product.eventSubject}.`;
const timeoutMs = 4_000;
/** How far back repetitions are known; a relay's lease is far shorter. */
const knownMs = 10 * 60_000;
/** How long a stream that is made here keeps events; they stay in the database. */
const keptMs = 30 * 24 * 3_600_000;

/** Connects and makes the stream if it is not there. @throws when the server does not answer or has no JetStream. */
export async function openNatsSession(url: string, stream: string): Promise<NatsSession> {
  const [
    { connect, headers, nanos },
    { jetstream, jetstreamManager, StorageType, JetStreamApiError, JetStreamApiCodes },
  ] = await Promise.all([import("@nats-io/transport-node"), import("@nats-io/jetstream")]);
  const connection = await connect({
    ...serversOf(url),
    name: "ashlar-relay",
    timeout: timeoutMs,
    reconnect: false,
  });
  try {
    const manager = await jetstreamManager(connection, { timeout: timeoutMs });
    await manager.streams.info(stream).catch((error: unknown) => {
      const isMissing = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
      if (!isMissing) throw error;
      return manager.streams.add({
        name: stream,
        subjects: [`${subjects}>`],
        storage: StorageType.File,
        duplicate_window: nanos(knownMs),
        max_age: nanos(keptMs),
      });
    });
    const client = jetstream(connection, { timeout: timeoutMs });
    return {
      lastId: async () => {
        const last = await manager.streams.getMessage(stream, { last_by_subj: `${subjects}>` });
        return last?.header.get("Nats-Msg-Id") || null;
      },
      lastSequence: async () => (await manager.streams.info(stream)).state.last_seq,
      publish: async ({ id, type, body }, after) => {
        const meta = headers();
        meta.set("Content-Type", "application/cloudevents+json; charset=UTF-8");
        const expect = { streamName: stream, lastSequence: after };
        const ack = await client.publish(subjects + type, body, { msgID: id, headers: meta, expect });
        return ack.duplicate ? "known" : "stored";
      },
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The client takes no credentials in the address of a server. */
function serversOf(text: string) {
  const urls = text.split(",").map((part) => new URL(part.trim()));
  const [first] = urls;
  const user = decodeURIComponent(first?.username ?? "");
  return {
    servers: urls.map(({ host }) => host),
    ...(user === "" ? {} : { user, pass: decodeURIComponent(first?.password ?? "") }),
    ...(urls.some(({ protocol }) => protocol === "tls:") ? { tls: {} } : {}),
  };
}
