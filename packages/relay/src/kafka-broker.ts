import { product } from "@ashlar/kernel";
import type { EventBroker } from "@ashlar/spine";
import type { KafkaAddress } from "./kafka-address.ts";
import { type KafkaSession, openKafkaSession } from "./kafka-session.ts";
import { sessionSlot } from "./session-slot.ts";

export type KafkaBrokerOptions = KafkaAddress & {
  /** Default `ashlar.events`. A cluster that makes no topics by itself must have it. */
  readonly topic?: string | undefined;
};

/**
 * Relays to a Kafka topic, each event under the id of its aggregate, so that those of one aggregate share a partition.
 *
 * The producer is idempotent and waits for all replicas in sync. A partition gets its share of a batch whole or not at
 * all. What a lost answer leaves open is settled by the ends of the partitions, where the ids are read back.
 *
 * The client is loaded with the first connection. A session that fails is closed, and the next call makes another.
 */
export function kafkaBroker({ topic = product.eventSubject, ...address }: KafkaBrokerOptions): EventBroker {
  const slot = sessionSlot<KafkaSession>(() => openKafkaSession(address, topic));
  return {
    name: `kafka:${topic}`,
    alreadyKept: (ids) => slot.within((session) => session.keptAtTheEnd(ids)),
    publish: (events) => slot.within((session) => session.publish(events)),
    close: slot.close,
  };
}
