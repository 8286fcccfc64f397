import { type createClient, safe } from "@ashlar/client";
import { uuidV7 } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

type Client = ReturnType<typeof createClient>;
let server: TestServer;
let admin: Client;
let staff: Client;
beforeAll(async () => {
  server = await testServer();
  admin = await server.as("admin");
  staff = await server.as("staff");
});
afterAll(() => server[Symbol.asyncDispose]());

test("staff see queues, figures and events; a customer sees nothing of it", async () => {
  expect(await staff.ops.overview.query()).toMatchObject({
    dead: 0,
    ordersPerMinute: [],
    revenuePerHour: [],
  });
  expect(await staff.ops.queues.query()).toBeInstanceOf(Array);
  const customer = await server.as("customer");
  const [, error] = await safe(customer.ops.overview.query());
  expect(error?.data?.failure?.code).toBe("FORBIDDEN");
});

test("events are read in order, page by page, without their data", async () => {
  await server.anonymous.auth.register.mutate({
    email: "events@example.org",
    password: "a long and winding road",
    name: "Eve Ents",
  });
  // The stream shows what no open transaction can precede any more.
  await expect.poll(() => staff.ops.events.query(), { timeout: 30_000 }).not.toEqual([]);
  const all = await staff.ops.events.query();
  const [first] = all;
  expect(JSON.stringify(all)).not.toContain("events@example.org");
  const rest = await staff.ops.events.query({ lastEventId: first?.cursor ?? "" });
  expect(rest).toEqual(all.slice(1));
  const [, error] = await safe(staff.ops.events.query({ lastEventId: "nowhere" }));
  expect(error?.data?.failure).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "lastEventId" }] },
  });
});

test("a dead letter is shown, and redriven by who may write; who did stands in the audit trail", async () => {
  const id = uuidV7();
  await server.database.sql`
    insert into jobs (id, queue, data, priority, is_limited, state, run_at, attempt, failure, failed_at, created_at)
    values (${id}, 'nobody.takes-this', '{"card": "4242"}', 2, false, 'dead', 'infinity', 8, 'it failed', now(), now())`;
  const letters = await staff.ops.deadLetters.query();
  expect(letters).toMatchObject([
    { id, queue: "nobody.takes-this", reason: "it failed", attempts: 8, event: null },
  ]);
  expect(JSON.stringify(letters)).not.toContain("4242");
  expect((await safe(staff.ops.redrive.mutate({ id })))[1]?.data?.failure?.code).toBe("FORBIDDEN");
  await admin.ops.redrive.mutate({ id });
  expect(await staff.ops.deadLetters.query()).toEqual([]);
  expect((await safe(admin.ops.redrive.mutate({ id })))[1]?.data?.failure).toMatchObject({
    code: "DEAD_LETTER_NOT_FOUND",
    details: { id },
  });
  const { items } = await staff.audit.list.query({ filter: { action: "ops.dead_letter_redriven" } });
  expect(items).toMatchObject([{ subject: { kind: "job", id } }]);
});

test("a read model is made again by its name, and an unknown one is told", async () => {
  await expect(admin.ops.replayEvents.mutate({ projection: "orders.timeline" })).resolves.toBeUndefined();
  const [, error] = await safe(admin.ops.replayEvents.mutate({ projection: "orders.nothing" }));
  expect(error?.data?.failure).toMatchObject({
    code: "PROJECTION_NOT_FOUND",
    details: { projection: "orders.nothing" },
  });
});
