import { expect, test } from "vitest";
import { receiver } from "./receiver.ts";
import { until, webhooksOnTest } from "./webhooks-on-test.ts";

test("an endpoint that hangs delays none of 200 deliveries to others, whatever waits for it", async () => {
  await using at = await webhooksOnTest();
  await using hanging = await receiver();
  hanging.answer("hang");
  await using good = await receiver();
  await using alsoGood = await receiver();
  await at.endpointAt(hanging.url);
  await at.endpointAt(good.url);
  await at.endpointAt(alsoGood.url);
  const worker = at.spine.startWorker({ concurrency: 4 });
  const startedAtMs = performance.now();
  for (let batch = 0; batch < 10; batch += 1) await at.append(10);
  await until(() => good.received.length + alsoGood.received.length === 200);
  const tookMs = performance.now() - startedAtMs;
  // It has been asked by then, and its first requests last for fifteen seconds.
  expect(hanging.received.length).toBeGreaterThan(0);
  expect(hanging.mostAtOnce()).toBeLessThanOrEqual(4);
  await worker.stop(0);
  expect(tookMs).toBeLessThan(10_000);
  const waiting = await at.db.sql`
    select count(*)::int as count from webhook_deliveries where status = 'waiting' and endpoint_id in (
      select id from webhook_endpoints where url = ${hanging.url}
    )`;
  expect(waiting).toEqual([{ count: 100 }]);
});
