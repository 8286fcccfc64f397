import { Consumer } from "@platformatic/kafka";
import { eventIds, readEnds } from "../src/read-ends.ts";

/**
 * The ids of all events that a broker would have kept.
 *
 * librdkafka's cluster takes a batch again that the producer repeats; a broker knows it by the producer and the number
 * of its first record, and answers that it has it.
 */
export async function keptByABroker(port: number, topic = "ashlar.events"): Promise<readonly string[]> {
  const consumer = new Consumer({
    clientId: "test",
    groupId: "test",
    bootstrapBrokers: [`127.0.0.1:${port}`],
    minBytes: 0,
    maxWaitTime: 100,
  });
  const known = new Set<string>();
  const ids: string[] = [];
  for await (const { partition, batch } of readEnds(consumer, topic, 1_000_000)) {
    const name = `${partition} ${batch.producerId} ${batch.producerEpoch} ${batch.firstSequence}`;
    if (batch.producerId < 0n) throw new Error("The batch has no producer, so nobody could tell it again.");
    if (!known.has(name)) ids.push(...eventIds(batch));
    known.add(name);
  }
  await consumer.close(true);
  return ids;
}
