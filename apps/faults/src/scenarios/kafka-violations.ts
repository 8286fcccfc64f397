import type { KafkaRecord } from "@ashlar/testing";

export type RelayedEvent = { readonly id: string; readonly aggregateId: string; readonly sequence: number };

/**
 * Says what does not hold for whoever reads a topic and drops what he has by its id: every event must be there, those of
 * an aggregate in one partition and in their order.
 */
export function kafkaViolations(events: readonly RelayedEvent[], records: readonly KafkaRecord[]): string[] {
  const missing = new Map(events.map((event) => [event.id, event]));
  const last = new Map<string, { readonly partition: number; readonly sequence: number }>();
  const disordered = new Set<string>();
  for (const { key, partition, event } of records) {
    const expected = missing.get(event.id);
    if (expected === undefined) continue;
    missing.delete(event.id);
    const { aggregateId, sequence } = expected;
    const before = last.get(aggregateId) ?? { partition, sequence: 0 };
    const isNext = before.partition === partition && before.sequence + 1 === sequence;
    if (!isNext || key !== aggregateId) disordered.add(aggregateId);
    last.set(aggregateId, { partition, sequence });
  }
  return [
    ...(missing.size > 0 ? [`Kafka lacks ${missing.size} of ${events.length} events`] : []),
    ...(disordered.size > 0
      ? [`Kafka has the events of ${disordered.size} aggregates in another order`]
      : []),
  ];
}
