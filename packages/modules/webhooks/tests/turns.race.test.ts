import { uuidV7 } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { replayDelivery } from "../src/application/replay-delivery.ts";
import { receiver } from "./receiver.ts";
import { staff, until, webhooksOnTest } from "./webhooks-on-test.ts";

test("of many that come to send at once one sends, each delivery once, four at a time", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver(5);
  const { id } = await at.endpointAt(end.url);
  await at.happened(40);
  await Promise.all(Array.from({ length: 8 }, () => at.send(id)));
  expect(end.received).toHaveLength(40);
  expect(new Set(end.received.map(({ headers }) => headers["webhook-id"])).size).toBe(40);
  expect(end.mostAtOnce()).toBe(4);
});

test("a delivery that is made while the turn ends is sent by it or by the next", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  await at.endpointAt(end.url);
  const worker = at.spine.startWorker({ pollMs: 60_000 });
  for (let round = 1; round <= 60; round += 1) await at.append();
  await until(() => end.received.length === 60);
  await worker.stop();
  expect(new Set(end.received.map(({ headers }) => headers["webhook-id"])).size).toBe(60);
});

test("a failing endpoint is tried one request at a time, and only in turns of its kind", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver(5);
  end.answer(500);
  const { id } = await at.endpointAt(end.url);
  await at.happened(20);
  await at.send(id);
  const tried = end.received.length;
  expect(tried).toBeLessThanOrEqual(4);
  await at.db.sql`delete from jobs`;
  await at.send(id);
  expect(end.received).toHaveLength(tried);
  expect(await at.db.sql`select queue from jobs`).toEqual([{ queue: "webhooks.send-to-failing" }]);
  await at.send(id, true);
  expect(end.received).toHaveLength(20);
  expect(end.mostAtOnce()).toBeLessThanOrEqual(4);
});

test("the turn of one that was lost is taken over by who repeats its work, and by others after its lease", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  const lost = uuidV7();
  const now = at.clock.now();
  const until = new Date(now.getTime() + 60_000);
  const claim = { endpointId: id, senderId: lost, now, until };
  await at.deps.transact(({ endpoints }) => endpoints.claim(claim));
  await at.send(id);
  expect(end.received).toHaveLength(0);
  await at.send(id, false, lost);
  expect(end.received).toHaveLength(1);
  await at.happened();
  await at.deps.transact(({ endpoints }) => endpoints.claim(claim));
  at.clock.advance(60_000);
  await at.send(id);
  expect(end.received).toHaveLength(2);
});

test("a replay during an attempt is not undone by how the attempt ends", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer("hang");
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  const [delivery] = await at.deliveries();
  if (!delivery) return expect.unreachable();
  const sending = new AbortController();
  const { sendDue } = await import("../src/application/send-due.ts");
  const turn = sendDue(at.deps, {
    endpointId: id,
    senderId: uuidV7(),
    isForFailing: false,
    signal: sending.signal,
  });
  await until(() => end.received.length === 1);
  at.clock.advance(1);
  await replayDelivery(at.deps, staff, delivery);
  sending.abort(new Error("the worker stops"));
  await expect(turn).rejects.toThrow("the worker stops");
  expect(await at.deliveries()).toMatchObject([{ status: "waiting", attempts: 0, lastAttemptAt: null }]);
});
