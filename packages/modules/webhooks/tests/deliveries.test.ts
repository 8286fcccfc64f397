import { systemClock, uuidV7 } from "@ashlar/kernel";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { disableEndpoint } from "../src/application/disable-endpoint.ts";
import { enableEndpoint } from "../src/application/enable-endpoint.ts";
import { removeEndpoint } from "../src/application/remove-endpoint.ts";
import { removeOldDeliveries } from "../src/application/remove-old-deliveries.ts";
import { replayDelivery } from "../src/application/replay-delivery.ts";
import { rotateSecret } from "../src/application/rotate-secret.ts";
import { updateEndpoint } from "../src/application/update-endpoint.ts";
import { wakeStalled } from "../src/application/wake-stalled.ts";
import { type Received, receiver } from "./receiver.ts";
import { staff, until, type WebhooksOnTest, webhooksOnTest } from "./webhooks-on-test.ts";

const hourMs = 3_600_000;
const headersOf = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
const verified = (secret: string, got: Received): unknown =>
  new Webhook(secret).verify(got.body, headersOf(got));
const auditOf = async ({ db }: WebhooksOnTest): Promise<unknown[]> =>
  (await db.sql`select action, details->>'reason' as reason from audit_entries order by id`).map(
    ({ action, reason }) => (reason === null ? action : `${action} ${reason}`),
  );

test("an event reaches every endpoint that wants it, signed, within a moment of its commit", async () => {
  await using at = await webhooksOnTest();
  await using first = await receiver();
  await using second = await receiver();
  await using other = await receiver();
  const one = await at.endpointAt(first.url);
  const two = await at.endpointAt(second.url, ["order.placed", "order.fulfilled"]);
  await at.endpointAt(other.url, ["order.placed"]);
  const worker = at.spine.startWorker();
  await at.append();
  await until(() => first.received.length + second.received.length === 2);
  await until(async () => (await at.deliveries()).every(({ status }) => status === "delivered"));
  await worker.stop();
  const [got] = first.received;
  const [event] = await at.db.sql`select id, data, occurred_at from events`;
  if (!got || !event) return expect.unreachable();
  expect(verified(one.secret, got)).toEqual({
    type: "order.fulfilled",
    timestamp: event.occurred_at.toISOString(),
    data: event.data,
  });
  expect(got.headers["webhook-id"]).toBe(event.id);
  expect(got.headers["content-type"]).toBe("application/json");
  expect(second.received.map((sent) => verified(two.secret, sent))).toHaveLength(1);
  expect(() => verified(two.secret, got)).toThrow();
  expect(other.received).toEqual([]);
});

test("a delivery that nobody takes is tried by the published schedule, ten times, and no sooner", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer(500);
  const { id, secret } = await at.endpointAt(end.url);
  await at.happened();
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await at.send(id, attempt > 1);
    expect(end.received).toHaveLength(attempt);
    const [delivery] = await at.deliveries();
    expect(delivery).toMatchObject({ attempts: attempt, lastStatus: 500, lastFailure: "answered-error" });
    if (delivery?.nextAttemptAt) {
      at.clock.set(new Date(delivery.nextAttemptAt.getTime() - 1));
      await at.send(id, true);
      expect(end.received).toHaveLength(attempt);
      at.clock.set(delivery.nextAttemptAt);
    }
  }
  expect(await at.deliveries()).toMatchObject([{ status: "failed", nextAttemptAt: null }]);
  const ids = new Set(end.received.map(({ headers }) => headers["webhook-id"]));
  expect(ids.size).toBe(1);
  const [got] = end.received;
  if (got) expect(verified(secret, got)).toMatchObject({ type: "order.fulfilled" });
});

test("a delivery that failed is tried again by itself, five seconds later", async () => {
  await using at = await webhooksOnTest({ clock: systemClock });
  await using end = await receiver();
  end.answer(500);
  await at.endpointAt(end.url);
  const worker = at.spine.startWorker();
  await at.append();
  await until(async () => (await at.deliveries())[0]?.attempts === 1);
  end.answer(200);
  await until(async () => (await at.deliveries())[0]?.status === "delivered");
  await worker.stop();
  const [delivery] = await at.deliveries();
  expect(delivery?.attempts).toBe(2);
  expect(await at.deps.endpoints.list({ order: "asc", limit: 1 })).toMatchObject({
    items: [{ failingSince: null, consecutiveFailures: 0 }],
  });
});

test("an endpoint that nothing reaches for five days is disabled, which the audit tells, and enabling it sends what waits", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer(503);
  const { id } = await at.endpointAt(end.url);
  await at.happened(11);
  await at.send(id);
  await at.send(id, true);
  expect(await at.endpoint(id)).toMatchObject({ status: "enabled", failingSince: expect.any(Date) });
  at.clock.advance(5 * 24 * hourMs);
  await at.send(id, true);
  expect(await at.endpoint(id)).toMatchObject({ status: "disabled", disabledReason: "failing" });
  const tried = end.received.length;
  await at.happened();
  await at.send(id, true);
  expect(end.received).toHaveLength(tried);
  expect(await auditOf(at)).toEqual(["webhooks.endpoint-created", "webhooks.endpoint-given-up failing"]);
  end.answer(200);
  await enableEndpoint(at.deps, staff, { id });
  at.clock.advance(24 * hourMs);
  await at.send(id);
  expect(await at.deliveries()).toHaveLength(11);
  expect((await at.deliveries()).every(({ status }) => status === "delivered")).toBe(true);
});

test("410 disables an endpoint at once", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer(410);
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  await at.send(id);
  expect(await at.endpoint(id)).toMatchObject({ status: "disabled", disabledReason: "gone" });
  expect(await at.deliveries()).toMatchObject([{ status: "failed", lastFailure: "gone", lastStatus: 410 }]);
  expect(await auditOf(at)).toContain("webhooks.endpoint-given-up gone");
});

test("a redirect is not followed", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  end.answer(307);
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  await at.send(id);
  expect(await at.deliveries()).toMatchObject([{ lastFailure: "redirected", lastStatus: 307, attempts: 1 }]);
});

test("for a day after a rotation deliveries carry both signatures, then the new one alone", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  const former = await at.endpointAt(end.url);
  const next = await rotateSecret(at.deps, staff, { id: former.id });
  expect(next.secret).not.toBe(former.secret);
  await at.happened();
  await at.send(former.id);
  const [during] = end.received;
  if (!during) return expect.unreachable();
  expect([former, next].map(({ secret }) => verified(secret, during))).toHaveLength(2);
  // Standard Webhooks refuses what is more than five minutes off, so the rest is read from the header.
  at.clock.advance(24 * hourMs);
  await at.happened();
  await at.send(former.id);
  expect(end.received[1]?.headers["webhook-signature"]).toMatch(/^v1,\S+$/);
  const rows = await at.db.sql`select sealed_secret, former_sealed_secret from webhook_endpoints`;
  for (const text of [former.secret, next.secret]) expect(JSON.stringify(rows)).not.toContain(text);
});

test("a replay sends the same bytes under the same id, whatever became of the delivery", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  const { id } = await at.endpointAt(end.url);
  await at.happened();
  await at.send(id);
  const [delivery] = await at.deliveries();
  if (!delivery) return expect.unreachable();
  expect(await replayDelivery(at.deps, staff, delivery)).toMatchObject({ status: "waiting", attempts: 0 });
  await at.send(id);
  const [first, second] = end.received;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  await disableEndpoint(at.deps, staff, { id });
  await expect(replayDelivery(at.deps, staff, delivery)).rejects.toMatchObject({
    code: "WEBHOOK_ENDPOINT_DISABLED",
  });
  await expect(replayDelivery(at.deps, staff, { id: uuidV7() })).rejects.toMatchObject({
    code: "WEBHOOK_DELIVERY_NOT_FOUND",
  });
});

test("an event that is handled twice is one delivery", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  const { id } = await at.endpointAt(end.url);
  await at.append();
  // The stream shows an event once no transaction of the cluster is older.
  await expect.poll(() => at.spine.stream.read(null, 1), { timeout: 20_000 }).toHaveLength(1);
  const [event] = await at.spine.stream.read(null, 1);
  if (event?.type !== "order.fulfilled") return expect.unreachable();
  const { fanOut } = await import("../src/application/fan-out.ts");
  await fanOut(at.deps, event);
  await fanOut(at.deps, event);
  await at.send(id);
  expect(end.received).toHaveLength(1);
});

test("what waits goes to the new address, and nowhere when the endpoint is removed", async () => {
  await using at = await webhooksOnTest();
  await using former = await receiver();
  await using next = await receiver();
  const { id } = await at.endpointAt(former.url);
  await at.happened();
  await updateEndpoint(at.deps, staff, { id, url: next.url });
  await at.send(id);
  expect([former.received.length, next.received.length]).toEqual([0, 1]);
  await at.happened();
  await removeEndpoint(at.deps, staff, { id });
  await at.send(id);
  expect(next.received).toHaveLength(1);
  expect(await at.deliveries()).toEqual([]);
});

test("deliveries are kept for 30 days", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  await at.endpointAt(end.url);
  await at.happened(3);
  const { signal } = new AbortController();
  at.clock.advance(30 * 24 * hourMs);
  await at.happened();
  await removeOldDeliveries(at.deps, signal);
  expect(await at.deliveries()).toHaveLength(4);
  at.clock.advance(1);
  await removeOldDeliveries(at.deps, signal);
  expect(await at.deliveries()).toHaveLength(1);
});

test("what nobody sends although it is due is found and sent", async () => {
  await using at = await webhooksOnTest();
  await using end = await receiver();
  await at.endpointAt(end.url);
  await at.happened();
  await at.db.sql`delete from jobs`;
  await wakeStalled(at.deps);
  expect(await at.db.sql`select 1 from jobs`).toHaveLength(0);
  at.clock.advance(30_000);
  await wakeStalled(at.deps);
  expect(await at.db.sql`select queue from jobs`).toEqual([{ queue: "webhooks.send" }]);
});
