import { uuidV7 } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { replayDelivery } from "../src/application/replay-delivery.ts";
import { sendDue } from "../src/application/send-due.ts";
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

test("what is made after the last look of a turn, by one who then found it taken, gets a turn", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  // One delivery: begin, look, settle, look in vain, end.
  let calls = 0;
  const transact: typeof at.deps.transact = async (work) => {
    calls += 1;
    if (calls === 5) {
      await at.happened();
      await at.send(id);
      await at.db.sql`delete from jobs`;
    }
    return at.deps.transact(work);
  };
  const { signal } = new AbortController();
  await sendDue(
    { ...at.deps, transact },
    { endpointId: id, senderId: uuidV7(), isForFailing: false, signal },
  );
  expect(calls).toBe(5);
  expect(end.received).toHaveLength(1);
  expect(await at.db.sql`select queue, data from jobs`).toEqual([
    { queue: "webhooks.send", data: { endpointId: id } },
  ]);
});

test("a replay during an attempt is not undone by how the attempt ends", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer("hang");
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  const [delivery] = await at.deliveries();
  if (!delivery) return expect.unreachable();
  const turn = at.send(id);
  await until(() => end.received.length === 1);
  at.clock.advance(1);
  const replayed = await replayDelivery(at.deps, staff, delivery);
  end.answer(500);
  await turn;
  expect(await at.deliveries()).toEqual([replayed]);
});

test("an attempt that its worker gives up counts for nothing", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer("hang");
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  const before = await at.deliveries();
  const worker = new AbortController();
  const work = { endpointId: id, senderId: uuidV7(), isForFailing: false, signal: worker.signal };
  const turn = sendDue(at.deps, work);
  await until(() => end.received.length === 1);
  worker.abort(new Error("the worker stops"));
  await expect(turn).rejects.toThrow("the worker stops");
  expect(await at.deliveries()).toEqual(before);
});

test("of those that add an endpoint at once each counts the ones before it", async () => {
  await using at = await webhooksOnTest();
  const counted = Promise.withResolvers<void>();
  const shouldContinue = Promise.withResolvers<void>();
  const first = at.deps.transact(async ({ endpoints }) => {
    await endpoints.lockCount();
    counted.resolve();
    await shouldContinue.promise;
    await at.endpointAt("http://127.0.0.1:1/");
  });
  await counted.promise;
  let second: number | null = null;
  const counting = at.deps.transact(async ({ endpoints }) => {
    second = await endpoints.lockCount();
  });
  await until(
    async () =>
      second !== null ||
      (await at.db.sql`select 1 from pg_locks where locktype = 'advisory' and not granted`).length > 0,
  );
  expect(second).toBe(null);
  shouldContinue.resolve();
  await Promise.all([first, counting]);
  expect(second).toBe(1);
});
