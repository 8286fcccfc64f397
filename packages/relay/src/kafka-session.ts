import type { RelayedEvent } from "@ashlar/spine";
import { deadlined } from "./deadlined.ts";
import type { KafkaAddress } from "./kafka-address.ts";
import { eventIds, idHeader, readEnds } from "./read-ends.ts";
import { sizedBatches } from "./sized-batches.ts";

/** A connection to a Kafka cluster. */
export type KafkaSession = {
  /** Events that stand at the ends of the partitions, these among them if they are there at all. */
  readonly keptAtTheEnd: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Returns when all replicas in sync have the events. */
  readonly publish: (events: readonly RelayedEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Brokers take a megabyte in one request to a partition unless told otherwise. */
const batchBytes = 512 * 1_024;
const givenUpMs = 8_000;
const closingMs = 1_000;

/** Prepares a connection, which is made when it is first used. */
export async function openKafkaSession(address: KafkaAddress, topic: string): Promise<KafkaSession> {
  const { Consumer, Producer, compatibilityPartitioner, stringSerializers } = await import(
    "@platformatic/kafka"
  );
  const client = {
    clientId: "ashlar-relay",
    bootstrapBrokers: [...address.brokers],
    timeout: 4_000,
    connectTimeout: 2_000,
    retries: 2,
    retryDelay: 200,
    autocreateTopics: true,
    ...(address.isEncrypted === true && { tls: {}, tlsServerName: true }),
    ...(address.sasl && { sasl: address.sasl }),
  };
  const producer = new Producer({
    ...client,
    idempotent: true,
    // What the protocol has for "none yet"; the client would send 0, which is somebody's.
    producerId: -1n,
    producerEpoch: -1,
    // As Java's clients do it, so that others who write to the topic agree where an aggregate belongs.
    partitioner: compatibilityPartitioner,
    serializers: stringSerializers,
  });
  const consumer = new Consumer({ ...client, groupId: "ashlar-relay", minBytes: 0, maxWaitTime: 100 });
  const messageOf = ({ id, type, aggregateId, body }: RelayedEvent) => ({
    topic,
    key: aggregateId,
    value: body,
    headers: {
      "content-type": "application/cloudevents+json; charset=UTF-8",
      [idHeader]: id,
      ce_type: type,
    },
  });
  const send = async (events: readonly RelayedEvent[]): Promise<void> => {
    for (const batch of sizedBatches(events, batchBytes))
      await producer.send({ messages: batch.map(messageOf) });
  };
  const idsAtTheEnds = async (count: number): Promise<Set<string>> => {
    const found = new Set<string>();
    for await (const { batch } of readEnds(consumer, topic, count))
      for (const id of eventIds(batch)) found.add(id);
    return found;
  };
  return {
    // Twice as many: a batch that was given up may have arrived after it was sent again.
    keptAtTheEnd: (ids) => deadlined(idsAtTheEnds(ids.length * 2), givenUpMs),
    publish: (events) => deadlined(send(events), givenUpMs),
    close: async () => {
      await deadlined(Promise.all([producer.close(true), consumer.close(true)]), closingMs);
    },
  };
}
