import { uuidV7 } from "@ashlar/kernel";
import { type KafkaRecord, startKafkaCluster, startTcpProxy, systemProgram } from "@ashlar/testing";
import { describe, expect, it } from "vitest";
import { kafkaBroker } from "../src/index.ts";
import { keptByABroker } from "./kept-by-a-broker.ts";
import { relayOnTest, until } from "./relay-on-test.ts";

const fewAggregates = Array.from({ length: 12 }, () => uuidV7());
const aggregates = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => fewAggregates[index % 12] ?? "");

const brokerAt = (port: number) => kafkaBroker({ brokers: [`127.0.0.1:${port}`] });
const idsOf = (records: readonly KafkaRecord[]): string[] => records.map(({ event }) => event.id);

/** The sequences of each aggregate, in the order in which a consumer meets them. */
const sequencesOf = (records: readonly KafkaRecord[]): number[][] =>
  fewAggregates.map((id) =>
    records.filter(({ event }) => event.subject === id).map(({ event }) => Number(event.sequence)),
  );
const counted = (sequences: readonly number[]): number[] => sequences.map((_, index) => index + 1);

const hasKcat = systemProgram("kcat") !== null;
if (!hasKcat && process.env.CI) throw new Error("kcat is missing.");

describe.skipIf(!hasKcat)("the relay to Kafka (needs kcat on the path)", () => {
  it("publishes every event as a CloudEvent under its aggregate, each aggregate in order in one partition", async () => {
    await using kafka = await startKafkaCluster();
    await using at = await relayOnTest();
    const spine = at.spine();
    await at.append(spine, aggregates(24));
    const relay = spine.startRelay(brokerAt(kafka.port), { source: "https://shop.example" });
    await at.append(spine, aggregates(300));
    await until(async () => (await kafka.records()).length >= 324);
    await relay.stop();
    const records = await kafka.records();
    expect(idsOf(records).sort()).toEqual([...(await at.ids())].sort());
    const sequences = sequencesOf(records);
    expect(sequences).toEqual(sequences.map(counted));
    const partitions = fewAggregates.map(
      (id) => new Set(records.filter(({ key }) => key === id).map(({ partition }) => partition)),
    );
    expect(partitions.map(({ size }) => size)).toEqual(fewAggregates.map(() => 1));
    expect(new Set(records.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    const [row] = await at.db.sql`select * from events order by xid, position limit 1`;
    expect(records.find(({ event }) => event.id === row?.id)).toMatchObject({
      key: fewAggregates[0],
      headers: {
        "content-type": "application/cloudevents+json; charset=UTF-8",
        ce_id: row?.id,
        ce_type: "order.fulfilled",
      },
      event: { specversion: "1.0", source: "https://shop.example", sequence: "0000000001", data: row?.data },
    });
  });

  it("sends again what a killed broker had not acknowledged, and nothing else", async () => {
    await using kafka = await startKafkaCluster();
    await using at = await relayOnTest();
    const spine = at.spine();
    const relay = spine.startRelay(brokerAt(kafka.port), { pollMs: 50 });
    await at.append(spine, aggregates(120));
    await until(async () => (await kafka.records()).length >= 120);
    await until(async () => (await at.db.sql`select 1 from relays where position >= 120`).length === 1);
    await kafka.kill();
    await at.append(spine, aggregates(120));
    await until(async () => (await at.db.sql`select 1 from relays where failure is not null`).length === 1);
    await kafka.start();
    await until(async () => (await kafka.records()).length >= 120);
    await relay.stop();
    // The cluster forgot the first 120, which it had acknowledged; they are its to keep.
    expect(idsOf(await kafka.records()).sort()).toEqual([...(await at.ids())].slice(120).sort());
    const sequences = sequencesOf(await kafka.records());
    expect(sequences).toEqual(sequences.map((all) => all.map((_, index) => index + 11)));
    expect(at.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
    expect(await at.db.sql`select failure from relays`).toEqual([{ failure: null }]);
  });

  it("loses and repeats nothing when answers are lost on the way", async () => {
    await using kafka = await startKafkaCluster();
    await using proxy = await startTcpProxy({ targetPort: kafka.port });
    kafka.advertise(proxy.port);
    await using at = await relayOnTest();
    const spine = at.spine();
    const relay = spine.startRelay(brokerAt(proxy.port), { pollMs: 20 });
    const cutting = setInterval(proxy.cut, 60);
    // A connection that is cut while nothing is sent is not missed.
    while (proxy.accepted() < 10) await at.append(spine, aggregates(48));
    clearInterval(cutting);
    const { length } = await at.ids();
    await until(async () => (await at.db.sql`select 1 from relays where position >= ${length}`).length === 1);
    await relay.stop();
    kafka.advertise(kafka.port);
    expect([...(await keptByABroker(kafka.port))].sort()).toEqual([...(await at.ids())].sort());
    const sequences = sequencesOf(await kafka.records());
    expect(sequences.map((all) => [...new Set(all)])).toEqual(
      sequences.map((all) => counted([...new Set(all)])),
    );
  });

  it("finds out what is there when the position was not stored", async () => {
    await using kafka = await startKafkaCluster();
    await using at = await relayOnTest();
    const spine = at.spine();
    const one = spine.startRelay(brokerAt(kafka.port), { pollMs: 20 });
    await at.append(spine, aggregates(50));
    await until(async () => (await at.db.sql`select 1 from relays where position >= 50`).length === 1);
    await one.stop();
    // A position from before a crash.
    await at.db.sql`update relays set xid = 0, position = 0`;
    await at.append(spine, aggregates(10));
    const two = spine.startRelay(brokerAt(kafka.port), { pollMs: 20 });
    await until(async () => (await at.db.sql`select 1 from relays where position >= 60`).length === 1);
    await two.stop();
    expect(idsOf(await kafka.records()).sort()).toEqual([...(await at.ids())].sort());
  });

  it("gives a broker that hangs up after its time, and continues when it answers", async () => {
    await using kafka = await startKafkaCluster();
    await using at = await relayOnTest();
    const spine = at.spine();
    const relay = spine.startRelay(brokerAt(kafka.port), { pollMs: 20 });
    await at.append(spine, aggregates(12));
    await until(async () => (await at.db.sql`select 1 from relays where position >= 12`).length === 1);
    kafka.freeze();
    await at.append(spine, aggregates(12));
    await until(async () => (await at.db.sql`select 1 from relays where failure is not null`).length === 1);
    kafka.thaw();
    await until(async () => (await at.db.sql`select 1 from relays where position >= 24`).length === 1);
    await relay.stop();
    const records = await kafka.records();
    // What it was sent before it hung may have arrived twice; a consumer tells by the id.
    expect([...new Set(idsOf(records))].sort()).toEqual([...(await at.ids())].sort());
  });
});
