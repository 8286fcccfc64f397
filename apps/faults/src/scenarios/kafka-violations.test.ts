import type { KafkaRecord } from "@ashlar/testing";
import { expect, test } from "vitest";
import { kafkaViolations } from "./kafka-violations.ts";

const events = [
  { id: "a1", aggregateId: "a", sequence: 1 },
  { id: "a2", aggregateId: "a", sequence: 2 },
  { id: "b1", aggregateId: "b", sequence: 1 },
];
const record = (id: string, partition = 0): KafkaRecord => ({
  key: id.slice(0, 1),
  partition,
  headers: {},
  event: { id },
});
const violations = (...records: readonly KafkaRecord[]) => kafkaViolations(events, records);

test("repetitions are nobody's harm, and neither is the order of different aggregates", () => {
  expect(violations(record("b1", 1), record("a1"), record("a2"), record("a1"), record("a2"))).toEqual([]);
});

test("tells what is missing, and what stands in another order, partition or name", () => {
  const lacks = "Kafka lacks 1 of 3 events";
  const disorder = "Kafka has the events of 1 aggregates in another order";
  expect(violations(record("a1"), record("a2"))).toEqual([lacks]);
  expect(violations(record("a2"), record("a1"), record("b1"))).toEqual([disorder]);
  expect(violations(record("a1"), record("a2", 1), record("b1"))).toEqual([disorder]);
  expect(violations(record("a1"), { ...record("a2"), key: "b" }, record("b1"))).toEqual([disorder]);
  expect(violations(record("a2"), record("b1"))).toEqual([lacks, disorder]);
});
