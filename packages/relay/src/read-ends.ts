import type { Consumer, RecordsBatch } from "@platformatic/kafka";

type Reader = Pick<Consumer, "topics" | "metadata" | "listOffsets" | "fetch">;

const partitionBytes = 1_024 * 1_024;
const earliest = -2n;

/**
 * Reads the last records of every partition, as the batches that they were written in.
 *
 * Takes part in no consumer group and stores no offset.
 *
 * @param count - How many of each partition, at least.
 * @throws when a partition cannot be read to its end.
 */
export async function* readEnds(
  consumer: Reader,
  topic: string,
  count: number,
): AsyncGenerator<{ readonly partition: number; readonly batch: RecordsBatch }> {
  if (!consumer.topics.has(topic)) consumer.topics.track(topic);
  const metadata = await consumer.metadata({ topics: [topic], autocreateTopics: true });
  const { id: topicId, partitions } = metadata.topics.get(topic) ?? { id: topic, partitions: [] };
  const begins = (await consumer.listOffsets({ topics: [topic], timestamp: earliest })).get(topic) ?? [];
  const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
  // One after another: a topic may have hundreds of partitions, and this happens once after a failure.
  for (const [partition, { leader }] of partitions.entries()) {
    const end = ends[partition] ?? 0n;
    let offset = maximum(begins[partition] ?? 0n, end - BigInt(count));
    while (offset < end) {
      const { responses } = await consumer.fetch({
        node: leader,
        topics: [{ topicId, partitions: [placeOf(partition, offset)] }],
      });
      const batches = responses[0]?.partitions[0]?.records ?? [];
      if (batches.length === 0) throw new Error(`Partition ${partition} ends before its end.`);
      for (const batch of batches) {
        yield { partition, batch };
        offset = maximum(offset, batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n);
      }
    }
  }
}

/** The ids of the events that were written in a batch. */
export const eventIds = ({ records }: RecordsBatch): string[] =>
  records.flatMap(({ headers }) =>
    [...headers].flatMap(([name, value]) => (String(name) === idHeader ? [String(value)] : [])),
  );

/** Where a record has the id of its event, so that nobody needs to read the event for it. */
export const idHeader = "ce_id";

const placeOf = (partition: number, fetchOffset: bigint) => ({
  partition,
  fetchOffset,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
  partitionMaxBytes: partitionBytes,
});

const maximum = (one: bigint, other: bigint): bigint => (one > other ? one : other);
