import { uuidV7 } from "@ashlar/kernel";
import { startNats, startTcpProxy, systemProgram } from "@ashlar/testing";
import { describe, expect, it } from "vitest";
import { natsBroker } from "../src/index.ts";
import { forgetfulStream, relayed, relayOnTest, until } from "./relay-on-test.ts";

const fewAggregates = Array.from({ length: 5 }, () => uuidV7());
const aggregates = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => fewAggregates[index % 5] ?? "");

const hasNats = systemProgram("nats-server") !== null;
if (!hasNats && process.env.CI) throw new Error("nats-server is missing.");

describe.skipIf(!hasNats)("the relay to NATS (needs nats-server on the path)", () => {
  const stored = async (url: string): Promise<readonly string[]> =>
    (await relayed(url)).map(({ event }) => event.id);

  it("publishes every event, those from before it began too, as CloudEvents in the order of the stream", async () => {
    await using nats = await startNats();
    await using at = await relayOnTest();
    const spine = at.spine();
    await at.append(spine, aggregates(3));
    const relay = spine.startRelay(natsBroker({ url: nats.url }), { source: "https://shop.example" });
    await at.append(spine, aggregates(300));
    await until(async () => (await stored(nats.url)).length === 303);
    await relay.stop();
    const messages = await relayed(nats.url);
    expect(messages.map(({ event }) => event.id)).toEqual(await at.ids());
    const [row] = await at.db.sql`select * from events order by xid, position limit 1`;
    expect(messages[0]).toEqual({
      subject: "ashlar.events.order.fulfilled",
      messageId: row?.id,
      contentType: "application/cloudevents+json; charset=UTF-8",
      event: {
        specversion: "1.0",
        id: row?.id,
        source: "https://shop.example",
        type: "order.fulfilled",
        subject: fewAggregates[0],
        time: row?.occurred_at.toISOString(),
        datacontenttype: "application/json",
        sequence: "0000000001",
        partitionkey: fewAggregates[0],
        aggregate: "order",
        dataversion: 1,
        data: row?.data,
      },
    });
    for (const id of fewAggregates) {
      const sequences = messages.flatMap(({ event }) =>
        event.subject === id ? [Number(event.sequence)] : [],
      );
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
  });

  it("loses and repeats nothing when the broker is killed and comes back, and says so once", async () => {
    await using nats = await startNats();
    await using at = await relayOnTest();
    const spine = at.spine();
    const relay = spine.startRelay(natsBroker({ url: nats.url }), { pollMs: 50 });
    const warnings = () => at.lines.filter(({ level }) => level === "warn");
    const recoveries = () => at.lines.filter(({ message }) => message === "relay resumed");
    for (let round = 0; round < 3; round += 1) {
      const appending = at.append(spine, aggregates(140));
      await until(
        async () => (await at.db.sql`select 1 from relays where position > ${round * 150}`).length === 1,
      );
      await nats.kill();
      await appending;
      // The relay may have sent everything before the kill: these events are there to be missed.
      await at.append(spine, aggregates(10));
      await until(() => warnings().length > round);
      await nats.start();
      const expected = (round + 1) * 150;
      await until(async () => (await stored(nats.url)).length >= expected);
      await until(() => recoveries().length > round);
    }
    await relay.stop();
    expect(await stored(nats.url)).toEqual(await at.ids());
    expect(warnings()).toHaveLength(3);
    expect(recoveries()).toHaveLength(3);
    expect(await at.db.sql`select failure from relays`).toEqual([{ failure: null }]);
  });

  it("loses and repeats nothing when answers are lost on the way", async () => {
    await using nats = await startNats();
    await forgetfulStream(nats.url);
    await using proxy = await startTcpProxy({ targetPort: Number(new URL(nats.url).port) });
    await using at = await relayOnTest();
    const spine = at.spine();
    const relay = spine.startRelay(natsBroker({ url: `nats://127.0.0.1:${proxy.port}` }), { pollMs: 20 });
    const cutting = setInterval(proxy.cut, 60);
    await at.append(spine, aggregates(400));
    // A fast machine has appended before the line was cut often enough to tell.
    await until(async () => proxy.accepted() > 2);
    clearInterval(cutting);
    await until(async () => (await stored(nats.url)).length >= 400);
    await relay.stop();
    expect(await stored(nats.url)).toEqual(await at.ids());
    expect(proxy.accepted()).toBeGreaterThan(2);
  });

  it("is done by one process at a time; another continues where it ended", async () => {
    await using nats = await startNats();
    await using at = await relayOnTest();
    const [first, second] = [at.spine(), at.spine()];
    const one = first.startRelay(natsBroker({ url: nats.url }), { pollMs: 20 });
    await until(async () => (await at.db.sql`select 1 from relays`).length === 1);
    const two = second.startRelay(natsBroker({ url: nats.url }), { pollMs: 20 });
    await at.append(first, aggregates(100));
    await until(async () => (await stored(nats.url)).length === 100);
    const [holder] = await at.db.sql`select holder from relays`;
    await one.stop();
    await at.append(first, aggregates(100));
    await until(async () => (await stored(nats.url)).length >= 200);
    expect(await at.db.sql`select holder from relays`).not.toEqual([holder]);
    await two.stop();
    expect(await stored(nats.url)).toEqual(await at.ids());
  });

  it("continues exactly where the broker ends when the position was not stored", async () => {
    await using nats = await startNats();
    await forgetfulStream(nats.url);
    await using at = await relayOnTest();
    const spine = at.spine();
    const one = spine.startRelay(natsBroker({ url: nats.url }), { pollMs: 20 });
    await at.append(spine, aggregates(50));
    await until(async () => (await stored(nats.url)).length === 50);
    await one.stop();
    // A position from before a crash, and a broker that has forgotten which messages it knows.
    await at.db.sql`update relays set xid = 0, position = 0`;
    await nats.kill();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await nats.start();
    await at.append(spine, aggregates(10));
    const two = spine.startRelay(natsBroker({ url: nats.url }), { pollMs: 20 });
    await until(async () => (await stored(nats.url)).length >= 60);
    await two.stop();
    expect(await stored(nats.url)).toEqual(await at.ids());
  });
});
