import { uuidV7 } from "@ashlar/kernel";
import type { Worker } from "@ashlar/spine";
import { piecesOf, shopViolations, type TestDatabase, testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyers } from "./buyers.ts";
import { eventually } from "./eventually.ts";
import { codeOf, type FakePayments, fakePayments } from "./fake-payments.ts";
import { openShop, person, type Shop, stocked } from "./shop.ts";

describe("an order and its payment", () => {
  let database: TestDatabase;
  let payments: FakePayments;
  let shop: Shop;
  let worker: Worker;
  let ann: ReturnType<typeof person>;
  let product: string;
  const staff = person(uuidV7(), "orders:read", "orders:write");

  const stock = async (): Promise<number> => {
    const [row] = await database.sql<{ stock: number }[]>`select stock from products where id = ${product}`;
    return row?.stock ?? -1;
  };
  const settled = async (id: string) => {
    await eventually(async () => (await shop.get(ann, id)).status !== "pending");
    return shop.get(ann, id);
  };
  const atRest = () =>
    eventually(async () => Object.keys(await shopViolations(database, "at rest")).length === 0);

  beforeAll(async () => {
    database = await testDatabase();
    payments = fakePayments();
    shop = openShop({ databaseUrl: database.url, gateway: payments });
    const [buyer = ""] = await buyers(database, 1);
    ann = person(buyer);
    [product = ""] = await stocked(database.connection, 1, 1_000);
    worker = shop.startWorker();
  });
  afterAll(async () => {
    await worker?.stop();
    await shop?.close();
    await database?.[Symbol.asyncDispose]();
  });

  it("answers a pending order at the prices of now, with its stock reserved", async () => {
    const before = await stock();
    const order = await shop.place(ann, [{ productId: product, quantity: 3 }]);
    const [row] = await database.sql`select name, price_minor from products where id = ${product}`;
    const unitPrice = { amountMinor: row?.price_minor, currency: "EUR" };
    expect(order).toEqual({
      id: expect.any(String),
      buyerId: ann.userId,
      status: "pending",
      items: [{ productId: product, name: row?.name, unitPrice, quantity: 3 }],
      total: { amountMinor: 3 * row?.price_minor, currency: "EUR" },
      reason: null,
      placedAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    expect(await stock()).toBe(before - 3);
    expect(await settled(order.id)).toMatchObject({ status: "confirmed", reason: null });
    expect(payments.standing(order.id)).toBe("authorised");
  });

  it("confirms when the provider answers at last, asking for one payment all the time", async () => {
    const { id } = await shop.place(ann, [{ productId: product, quantity: 1 }], "flaky");
    expect(await settled(id)).toMatchObject({ status: "confirmed" });
    expect(payments.asked(id)).toBe(3);
  });

  it("releases the stock when the payment is declined", async () => {
    const before = await stock();
    const { id } = await shop.place(ann, [{ productId: product, quantity: 4 }], "declined");
    expect(await settled(id)).toMatchObject({ status: "payment_failed", reason: "The card was declined." });
    expect(await stock()).toBe(before);
    expect(await codeOf(shop.cancel(ann, id))).toBe("ORDER_NOT_CANCELLABLE");
  });

  it("gives up on a provider that never answers, releases the stock and voids what may be held", async () => {
    const before = await stock();
    const { id } = await shop.place(ann, [{ productId: product, quantity: 2 }], "lost");
    expect(await settled(id)).toMatchObject({
      status: "payment_failed",
      reason: "The payment provider gave no answer.",
    });
    expect(await stock()).toBe(before);
    await eventually(() => payments.standing(id) === "voided");
    const [letter] = await shop.spine.deadLetters.list(10);
    const reason = expect.stringContaining("The answer was lost.");
    expect(letter).toMatchObject({ data: { orderId: id }, reason });
    // An operator who has it tried again changes nothing: the order is settled.
    await shop.spine.deadLetters.redrive([letter?.id ?? ""]);
    await atRest();
    expect(await shop.get(ann, id)).toMatchObject({ status: "payment_failed" });
    expect(payments.standing(id)).toBe("voided");
    expect(await stock()).toBe(before);
  });

  it("voids the payment of a confirmed order that is cancelled, once however often it is asked", async () => {
    const before = await stock();
    const { id } = await shop.place(ann, [{ productId: product, quantity: 5 }]);
    await settled(id);
    const first = await shop.cancel(ann, id);
    expect(first).toMatchObject({ status: "cancelled", reason: "Cancelled by the buyer." });
    expect(await shop.cancel(ann, id)).toEqual(first);
    expect(await shop.cancel(staff, id)).toEqual(first);
    expect(await stock()).toBe(before);
    await eventually(() => payments.standing(id) === "voided");
  });

  it("voids a payment that is authorised after its order was cancelled", async () => {
    const before = await stock();
    const { id } = await shop.place(ann, [{ productId: product, quantity: 1 }], "held");
    await payments.held();
    await shop.cancel(ann, id);
    payments.letGo();
    await eventually(() => payments.standing(id) === "voided");
    await atRest();
    expect(await shop.get(ann, id)).toMatchObject({ status: "cancelled" });
    expect(await stock()).toBe(before);
  });

  it("fulfils a confirmed order alone, and takes its money then", async () => {
    const { id } = await shop.place(ann, [{ productId: product, quantity: 1 }]);
    await settled(id);
    expect(payments.standing(id)).toBe("authorised");
    expect(await shop.call("orders.fulfil", staff, { id })).toMatchObject({ status: "fulfilled" });
    expect(await shop.call("orders.fulfil", staff, { id })).toMatchObject({ status: "fulfilled" });
    await eventually(() => payments.standing(id) === "captured");
    expect(await codeOf(shop.cancel(ann, id))).toBe("ORDER_NOT_CANCELLABLE");
    const declined = await shop.place(ann, [{ productId: product, quantity: 1 }], "declined");
    await settled(declined.id);
    expect(await codeOf(shop.call("orders.fulfil", staff, { id: declined.id }))).toBe(
      "ORDER_NOT_FULFILLABLE",
    );
  });

  it("tells the whole story in the timeline, and the same one again when it is replayed from the first event", async () => {
    const { id } = await shop.place(ann, [{ productId: product, quantity: 1 }]);
    await settled(id);
    await shop.cancel(staff, id);
    await atRest();
    const story = await shop.call("orders.timeline", ann, { id });
    expect(story).toMatchObject({
      orderId: id,
      entries: [
        { sequence: 1, event: "order.placed", status: "pending", by: "buyer", reason: null },
        { sequence: 2, event: "order.confirmed", status: "confirmed", by: "system", reason: null },
        {
          sequence: 3,
          event: "order.cancelled",
          status: "cancelled",
          by: "staff",
          reason: "Cancelled by the shop.",
        },
      ],
    });
    const all = await database.sql`select * from order_timeline order by order_id, sequence`;
    await shop.spine.replay("orders.timeline");
    await atRest();
    expect(await database.sql`select * from order_timeline order by order_id, sequence`).toEqual(all);
    expect(await shop.call("orders.timeline", ann, { id })).toEqual(story);
  });

  it("counts orders and revenue from the same events", async () => {
    await atRest();
    const window = { by: "day", since: new Date(0), until: new Date(Date.now() + 86_400_000) } as const;
    const [totals] = await database.sql<{ placed: number; sum: string }[]>`
      select count(*)::int as placed, sum(total_minor) as sum from orders`;
    await eventually(async () => (await shop.spine.timeBuckets.read("orders.placed", window)).length > 0);
    const sumOf = (timeBuckets: Awaited<ReturnType<typeof shop.spine.timeBuckets.read>>) =>
      timeBuckets.reduce(
        (sum, { count, total }) => ({ count: sum.count + count, total: sum.total + total }),
        {
          count: 0,
          total: 0,
        },
      );
    await eventually(
      async () => sumOf(await shop.spine.timeBuckets.read("orders.placed", window)).count === totals?.placed,
    );
    const placed = sumOf(await shop.spine.timeBuckets.read("orders.placed", window));
    expect(placed.total).toBe(Number(totals?.sum));
    const [confirmed] = await database.sql<{ count: number }[]>`
      select count(*)::int as count from events where type = 'order.confirmed'`;
    expect(sumOf(await shop.spine.timeBuckets.read("orders.revenue", window)).count).toBe(confirmed?.count);
  });

  it("leaves nothing behind that breaks a rule", async () => {
    await atRest();
    expect(await shopViolations(database, "at rest")).toEqual({});
    expect(await piecesOf(database)).toEqual({ [product]: 1_000 });
    // The token of a card is not kept longer than it is needed.
    expect(await database.sql`select id from orders where payment_token is not null`).toEqual([]);
  });
});
