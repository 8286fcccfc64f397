import { uuidV7 } from "@ashlar/kernel";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { stocked } from "./shop.ts";
import { type ShopServer, shopServer } from "./shop-server.ts";

type Client = ShopServer["customer"];

describe("orders and products, through HTTP with the real client", () => {
  let shop: ShopServer;
  let service: ShopServer["service"];
  let server: ShopServer["server"];
  let customer: ShopServer["customer"];
  let author: ShopServer["author"];
  let staff: ShopServer["staff"];
  let product: ShopServer["product"];

  beforeAll(async () => {
    shop = await shopServer();
    ({ service, server, customer, author, staff, product } = shop);
  });
  afterAll(() => shop?.[Symbol.asyncDispose]());
  afterEach(() => expect(server.logged.filter(({ level }) => level === "error")).toEqual([]));

  const place = (client: Client, quantity = 1, paymentToken = "ok") =>
    client.orders.place.mutate({ items: [{ productId: product, quantity }], paymentToken });
  const settled = async (client: Client, id: string) => {
    await eventually(async () => (await client.orders.get.query({ id })).status !== "pending");
    return client.orders.get.query({ id });
  };
  const failureOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => null,
      (error: { readonly data?: { readonly failure?: unknown } }) => error.data?.failure,
    );

  it("places an order that its payment confirms, and cancels it again", async () => {
    const order = await place(customer, 2);
    expect(order.status).toBe("pending");
    expect(await settled(customer, order.id)).toMatchObject({ status: "confirmed", total: order.total });
    const cancelled = await customer.orders.cancel.mutate({ id: order.id, reason: "Changed my mind." });
    expect(cancelled).toMatchObject({ status: "cancelled", reason: "Changed my mind." });
    await eventually(() => service.payments.standing(order.id) === "voided");
    await eventually(
      async () => (await customer.orders.timeline.query({ id: order.id })).entries.length === 3,
    );
  });

  it("fails the order of a declined card", async () => {
    const { id } = await place(customer, 1, "declined");
    expect(await settled(customer, id)).toMatchObject({
      status: "payment_failed",
      reason: "The card was declined.",
    });
  });

  it("tells what is missing, by product", async () => {
    const [few = ""] = await stocked(server.database.connection, 1, 3);
    const asked = { items: [{ productId: few, quantity: 4 }], paymentToken: "ok" };
    expect(await failureOf(customer.orders.place.mutate(asked))).toEqual({
      code: "OUT_OF_STOCK",
      details: { productId: few, available: 3 },
    });
    const productId = uuidV7();
    const unknown = { items: [{ productId, quantity: 1 }], paymentToken: "ok" };
    expect(await failureOf(customer.orders.place.mutate(unknown))).toEqual({
      code: "PRODUCT_NOT_FOUND",
      details: { productId },
    });
    const twice = { items: [...asked.items, ...asked.items], paymentToken: "ok" };
    expect(await failureOf(customer.orders.place.mutate(twice))).toMatchObject({
      code: "VALIDATION_FAILED",
      details: { issues: [{ field: "items", constraint: "unique productId" }] },
    });
  });

  it("answers a foreign order exactly as an unknown one, and shows staff all", async () => {
    const { id } = await place(customer);
    for (const call of [
      (orderId: string) => author.orders.get.query({ id: orderId }),
      (orderId: string) => author.orders.timeline.query({ id: orderId }),
      (orderId: string) => author.orders.cancel.mutate({ id: orderId }),
    ]) {
      const unknown = uuidV7();
      expect(await failureOf(call(id))).toEqual({ code: "ORDER_NOT_FOUND", details: { orderId: id } });
      expect(await failureOf(call(unknown))).toEqual({
        code: "ORDER_NOT_FOUND",
        details: { orderId: unknown },
      });
    }
    const { user } = await customer.auth.me.query();
    const mine = await customer.orders.list.query({ limit: 100 });
    expect(new Set(mine.items.map(({ buyerId }) => buyerId))).toEqual(new Set([user.id]));
    expect((await author.orders.list.query({ filter: { buyerId: user.id } })).items).toEqual([]);
    const all = await staff.orders.list.query({
      filter: { buyerId: user.id },
      include: ["buyer"],
      limit: 100,
    });
    expect(all.items.map((order) => order.id)).toContain(id);
    expect(all.items[0]?.buyer).toEqual({ id: user.id, name: user.name });
    expect(await failureOf(customer.orders.fulfil.mutate({ id }))).toMatchObject({ code: "FORBIDDEN" });
    await settled(staff, id);
    expect(await staff.orders.fulfil.mutate({ id })).toMatchObject({ status: "fulfilled" });
    expect(await failureOf(customer.orders.cancel.mutate({ id }))).toEqual({
      code: "ORDER_NOT_CANCELLABLE",
      details: { orderId: id, status: "fulfilled" },
    });
  });

  it("makes one order of a repeated key over REST, to the last byte, and asks for a key without one", async () => {
    const headers = {
      authorization: `Bearer ${await server.signIn("customer")}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ items: [{ productId: product, quantity: 1 }], paymentToken: "ok" });
    const post = (more: Record<string, string>) =>
      fetch(`${server.url}/api/v1/orders`, { method: "POST", headers: { ...headers, ...more }, body });
    const key = uuidV7();
    const first = await post({ "idempotency-key": key });
    const again = await post({ "idempotency-key": key });
    const [one, two] = [
      (await first.json()) as { data: { id: string } },
      (await again.json()) as { data: unknown },
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get("location")).toBe(`/api/v1/orders/${one.data.id}`);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(JSON.stringify(two.data)).toBe(JSON.stringify(one.data));
    const without = await post({});
    expect(without.status).toBe(400);
    expect(await without.json()).toMatchObject({ error: { code: "IDEMPOTENCY_KEY_REQUIRED" } });
  });

  it("keeps the catalog: public to read, staff's to change", async () => {
    const price = { amountMinor: 1_990, currency: "EUR" } as const;
    const made = await staff.products.create.mutate({
      sku: "LAMP-1",
      name: "Lighthouse lamp",
      price,
      stock: 2,
    });
    expect(await server.anonymous.products.get.query({ id: made.id })).toEqual(made);
    expect(await failureOf(staff.products.create.mutate({ sku: "LAMP-1", name: "Twin", price }))).toEqual({
      code: "SKU_TAKEN",
      details: { sku: "LAMP-1" },
    });
    const found = await server.anonymous.products.list.query({ q: "lighthouse" });
    expect(found.items.map(({ id }) => id)).toEqual([made.id]);
    const cheaper = await staff.products.update.mutate({
      id: made.id,
      price: { ...price, amountMinor: 990 },
    });
    expect(cheaper).toMatchObject({ price: { amountMinor: 990 }, stock: 2, name: made.name });
    expect(await staff.products.adjustStock.mutate({ id: made.id, delta: 5 })).toMatchObject({ stock: 7 });
    expect(await failureOf(staff.products.adjustStock.mutate({ id: made.id, delta: -8 }))).toEqual({
      code: "INSUFFICIENT_STOCK",
      details: { productId: made.id, available: 7 },
    });
    expect(await failureOf(customer.products.adjustStock.mutate({ id: made.id, delta: 1 }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await failureOf(server.anonymous.products.get.query({ id: uuidV7() }))).toMatchObject({
      code: "PRODUCT_NOT_FOUND",
    });
    const kept = await server.database.sql`
      select action from audit_entries where subject_id = ${made.id} order by id`;
    expect(kept.map(({ action }) => action)).toEqual([
      "products.created",
      "products.updated",
      "products.stock-adjusted",
    ]);
  });
});
