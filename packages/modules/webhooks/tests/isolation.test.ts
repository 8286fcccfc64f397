import { expect, test } from "vitest";
import { receiver } from "./receiver.ts";
import { until, webhooksOnTest } from "./webhooks-on-test.ts";

test("an endpoint that hangs delays none of 200 deliveries to others, whatever waits for it", async () => {
  // Its requests outlast the test, so whatever waited for one of them would never be sent.
  await using at = await webhooksOnTest({ timeoutMs: 120_000 });
  await using hanging = await receiver();
  hanging.answer("hang");
  await using good = await receiver();
  await using alsoGood = await receiver();
  const { id } = await at.endpointAt(hanging.url);
  await at.endpointAt(good.url);
  await at.endpointAt(alsoGood.url);
  const worker = at.spine.startWorker({ concurrency: 4 });
  for (let batch = 0; batch < 10; batch += 1) await at.append(10);
  await until(() => good.received.length + alsoGood.received.length === 200);
  await until(() => hanging.received.length === 4);
  await worker.stop(0);
  expect(hanging.received).toHaveLength(4);
  expect(await at.deliveries(id)).toHaveLength(100);
  expect((await at.deliveries(id)).every(({ status }) => status === "waiting")).toBe(true);
});

test("endpoints that fail are tried in few turns at a time, and hold back nobody who takes what they are sent", async () => {
  await using at = await webhooksOnTest({ timeoutMs: 120_000 });
  await using hanging = await receiver();
  hanging.answer("hang");
  await using good = await receiver();
  for (let count = 0; count < 12; count += 1) await at.endpointAt(hanging.url, ["order.placed"]);
  await at.db.sql`update webhook_endpoints set failing_since = now(), consecutive_failures = 1`;
  await at.endpointAt(good.url);
  await at.happened(3, "order.placed");
  const worker = at.spine.startWorker({ concurrency: 10 });
  await until(() => hanging.received.length === 8);
  await at.append(20);
  await until(() => good.received.length === 20);
  await worker.stop(0);
  expect(hanging.mostAtOnce()).toBe(8);
});
