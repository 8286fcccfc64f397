import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Consumer } from "@platformatic/kafka";
import { eventIds, readEnds } from "../src/read-ends.ts";

export type KafkaRecord = {
  readonly key: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, unknown>> & { readonly id: string };
};

/** Everything a topic holds, read by another client than the one that wrote it: each partition in its order. */
export async function kafkaRecords(port: number, topic = "ashlar.events"): Promise<readonly KafkaRecord[]> {
  const read = ["-C", "-q", "-J", "-e", "-o", "beginning", "-t", topic, "-b", `127.0.0.1:${port}`];
  const { stdout } = await promisify(execFile)("kcat", read, { maxBuffer: 64 * 1_024 * 1_024 });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(({ key, partition, headers, payload }) => ({
      key,
      partition,
      headers: pairs(headers),
      event: JSON.parse(payload),
    }));
}

/** kcat writes headers as a list in which names and values take turns. */
function pairs(headers: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (let at = 0; at + 1 < headers.length; at += 2) named[headers[at] ?? ""] = headers[at + 1] ?? "";
  return named;
}

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
