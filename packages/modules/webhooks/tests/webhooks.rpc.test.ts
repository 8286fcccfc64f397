import { uuidV7 } from "@ashlar/kernel";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type WebhooksApp, webhooksApp } from "./webhooks-app.ts";
import { staff } from "./webhooks-on-test.ts";

const eventTypes = ["order.placed" as const];

describe("webhooks, through HTTP with the real client", () => {
  let app: WebhooksApp;
  const asStaff = () => app.clientOf(staff).webhooks;

  beforeAll(async () => {
    app = await webhooksApp();
  });
  afterAll(() => app?.[Symbol.asyncDispose]());
  beforeEach(() => app.db.sql`delete from webhook_endpoints`);
  afterEach(() => expect(app.bugs).toEqual([]));

  const made = (url = "https://example.com/hook") => asStaff().endpoints.create.mutate({ url, eventTypes });
  const refused = (call: Promise<unknown>, status: number, code: string, details?: object) =>
    expect(call).rejects.toMatchObject({
      data: { httpStatus: status, failure: details ? { code, details } : { code } },
    });

  it("tells a secret when it is made and when it is rotated, and never again", async () => {
    const { secret, ...endpoint } = await made();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toEqual({
      id: expect.any(String),
      url: "https://example.com/hook",
      description: "",
      eventTypes,
      status: "enabled",
      disabledReason: null,
      failingSince: null,
      consecutiveFailures: 0,
      formerSecretUntil: null,
      createdAt: app.clock.now(),
      updatedAt: app.clock.now(),
    });
    expect(await asStaff().endpoints.get.query({ id: endpoint.id })).toEqual(endpoint);
    const { secret: next, ...rotated } = await asStaff().endpoints.rotateSecret.mutate({ id: endpoint.id });
    expect(next).not.toBe(secret);
    expect(rotated.formerSecretUntil).toEqual(new Date(app.clock.now().getTime() + 86_400_000));
    const { items } = await asStaff().endpoints.list.query();
    expect(items).toEqual([rotated]);
    const trail = await app.db.sql`select * from audit_entries`;
    for (const text of [secret, next]) expect(JSON.stringify([items, trail])).not.toContain(text);
  });

  it("changes, disables, enables and removes an endpoint", async () => {
    const { id } = await made();
    const { endpoints } = asStaff();
    expect(
      await endpoints.update.mutate({ id, description: "Books", eventTypes: ["order.cancelled"] }),
    ).toMatchObject({ description: "Books", eventTypes: ["order.cancelled"] });
    expect(await endpoints.disable.mutate({ id })).toMatchObject({
      status: "disabled",
      disabledReason: "asked",
    });
    expect((await endpoints.list.query({ filter: { status: "enabled" } })).items).toEqual([]);
    expect(await endpoints.enable.mutate({ id })).toMatchObject({ status: "enabled", disabledReason: null });
    await endpoints.remove.mutate({ id });
    const gone = [404, "WEBHOOK_ENDPOINT_NOT_FOUND", { endpointId: id }] as const;
    await refused(endpoints.get.query({ id }), ...gone);
    await refused(endpoints.update.mutate({ id, description: "" }), ...gone);
    await refused(endpoints.remove.mutate({ id }), ...gone);
    await refused(endpoints.rotateSecret.mutate({ id }), ...gone);
    await refused(endpoints.enable.mutate({ id }), ...gone);
    await refused(endpoints.disable.mutate({ id }), ...gone);
  });

  it.each([
    ["http://example.com/", "scheme"],
    ["https://127.0.0.1/", "address"],
    ["https://0x7f.1/", "address"],
    ["https://[::ffff:10.0.0.1]/", "address"],
    ["https://localhost/", "host"],
    ["https://a:b@example.com/", "credentials"],
    ["https://example.com:22/", "port"],
    ["https://example.com/#a", "fragment"],
  ])("refuses %s for its %s, when it is made and when it is changed", async (url, reason) => {
    await refused(made(url), 422, "WEBHOOK_URL_REFUSED", { reason });
    const { id } = await made();
    await refused(asStaff().endpoints.update.mutate({ id, url }), 422, "WEBHOOK_URL_REFUSED", { reason });
  });

  it.each([
    { url: "", eventTypes },
    { url: "no url", eventTypes },
    { url: `https://example.com/${"a".repeat(2_048)}`, eventTypes },
    { url: "https://example.com/", eventTypes: [] },
    { url: "https://example.com/", eventTypes: ["order.placed", "order.placed"] },
    { url: "https://example.com/", eventTypes: ["user.signed_in"] },
    { url: "https://example.com/", eventTypes, description: "a".repeat(201) },
    { url: "https://example.com/", eventTypes, description: "\u0000" },
    { url: "https://example.com/", eventTypes, secret: "whsec_mine" },
  ])("refuses %j as invalid", async (input) => {
    // Sound: the types already refuse some of it; here the server has to.
    await refused(asStaff().endpoints.create.mutate(input as never), 422, "VALIDATION_FAILED");
  });

  it("is for holders of webhooks:manage", async () => {
    const customer = { ...staff, permissions: new Set(["orders:place", "ops:read"]) };
    const { id } = await made();
    for (const [actor, status] of [
      [customer, 403],
      [null, 401],
    ] as const) {
      const { endpoints, deliveries } = app.clientOf(actor).webhooks;
      const outcomes = await Promise.allSettled([
        endpoints.list.query(),
        endpoints.get.query({ id }),
        endpoints.rotateSecret.mutate({ id }),
        endpoints.remove.mutate({ id }),
        deliveries.list.query(),
        deliveries.replay.mutate({ id }),
      ]);
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ status: "rejected", reason: { data: { httpStatus: status } } });
      }
    }
  });

  it("pages through deliveries in the order they were made, filtered, and replays one", async () => {
    const first = await made();
    const second = await made("https://example.org/");
    await app.happened(5, "order.placed");
    const { deliveries, endpoints } = asStaff();
    const pageOne = await deliveries.list.query({ limit: 3, order: "asc", filter: { endpointId: first.id } });
    const { nextCursor: cursor } = pageOne.page;
    const pageTwo = await deliveries.list.query({
      limit: 3,
      order: "asc",
      filter: { endpointId: first.id },
      cursor,
    });
    const ids = [...pageOne.items, ...pageTwo.items].map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(ids).toEqual(ids.toSorted());
    expect(pageTwo.page).toEqual({ limit: 3, hasNext: false, hasPrevious: true });
    expect((await deliveries.list.query({ page: 2, limit: 4 })).page).toMatchObject({
      total: 10,
      totalPages: 3,
    });
    expect((await deliveries.list.query({ filter: { status: "failed" } })).items).toEqual([]);
    await refused(deliveries.list.query({ cursor: "x" }), 422, "VALIDATION_FAILED");
    const [newest] = (await deliveries.list.query({ filter: { endpointId: second.id } })).items;
    if (!newest) return expect.unreachable();
    expect(await deliveries.replay.mutate({ id: newest.id })).toEqual(newest);
    await refused(deliveries.replay.mutate({ id: uuidV7() }), 404, "WEBHOOK_DELIVERY_NOT_FOUND");
    await endpoints.disable.mutate({ id: second.id });
    await refused(deliveries.replay.mutate({ id: newest.id }), 409, "WEBHOOK_ENDPOINT_DISABLED");
  });

  it("makes no more than a hundred endpoints, however many are asked for at once", async () => {
    for (let count = 0; count < 95; count += 1) await app.endpointAt("https://example.com/");
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => made()));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    await refused(made(), 409, "TOO_MANY_WEBHOOK_ENDPOINTS", { maximum: 100 });
    expect((await asStaff().endpoints.list.query({ page: 1 })).page.total).toBe(100);
  });

  it("answers REST with the place of what was made, and 204 for what was removed", async () => {
    app.clientOf(staff);
    const headers = {
      authorization: `Bearer ${staff.userId}:${[...staff.permissions].join()}`,
      "content-type": "application/json",
    };
    const answer = await fetch(`${app.url}/api/v1/webhooks/endpoints`, {
      method: "POST",
      headers,
      body: JSON.stringify({ url: "https://example.com/hook", eventTypes }),
    });
    expect(answer.status).toBe(201);
    const place = answer.headers.get("location") ?? "";
    expect(place).toMatch(/^\/api\/v1\/webhooks\/endpoints\/[0-9a-f-]{36}$/);
    expect((await fetch(app.url + place, { headers })).status).toBe(200);
    expect((await fetch(app.url + place, { headers, method: "DELETE" })).status).toBe(204);
  });
});
