import { uuidV7 } from "@ashlar/kernel";
import { idsByCursor, refusedCursor } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderList } from "../src/application/ports.ts";
import { cancelled } from "../src/domain/cancelled.ts";
import type { Order } from "../src/domain/order.ts";
import { placed } from "../src/domain/placed.ts";
import { memoryOrderStore } from "./memory-order-store.ts";
import type { OrderStore } from "./order-store.ts";
import { postgresOrderStore } from "./postgres-order-store.ts";

const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count, 0, 123));
const newest = { sort: "placedAt", order: "desc", limit: 20, withBuyer: false, buyerId: null } as const;

describe.each([
  ["memory", async (): Promise<OrderStore> => memoryOrderStore()],
  ["PostgreSQL", postgresOrderStore],
])("the ports of orders on %s", (_, open) => {
  let store: OrderStore;
  let ann: string;
  let bob: string;
  let productIds: string[];
  /** Twelve orders of two buyers; pairs share a time, every third is cancelled. */
  const stored: Order[] = [];

  const order = (buyerId: string, at: Date, quantities: readonly number[] = [1]): Order => {
    const lines = quantities.map((quantity, index) => ({ productId: productIds[index] ?? "", quantity }));
    const offer = { name: "Lamp", price: { amountMinor: 1_000, currency: "EUR" } } as const;
    return placed(uuidV7(), buyerId, lines, new Map(productIds.map((id) => [id, offer])), at);
  };
  const idsOf = async (list: OrderList) => (await store.reader.list(list)).items.map(({ id }) => id);

  beforeAll(async () => {
    store = await open();
    ann = await store.addUser("Ann");
    bob = await store.addUser("Bob");
    productIds = await Promise.all([store.addProduct(), store.addProduct(), store.addProduct()]);
    for (let index = 0; index < 12; index += 1) {
      const fresh = order(index % 2 === 0 ? ann : bob, minute(Math.floor(index / 2)), [1, 2, 3]);
      await store.transact(({ orders }) => orders.insert(fresh, "tok"));
      const kept = index % 3 === 0 ? cancelled(fresh, "Not wanted.", minute(60)) : fresh;
      if (kept !== fresh) await store.transact(({ orders }) => orders.save(kept));
      stored.push(kept);
    }
  });
  afterAll(() => store[Symbol.asyncDispose]());

  it("find an order exactly as it was written, items in their order", async () => {
    for (const one of stored) expect(await store.reader.find(one.id)).toEqual(one);
    expect(await store.reader.find(uuidV7())).toBeNull();
  });

  it.each(["asc", "desc"] as const)("follow cursors through every order once, %s", async (direction) => {
    const seen = await idsByCursor((cursor) =>
      store.reader.list({ ...newest, order: direction, limit: 5, cursor }),
    );
    const sorted = stored
      .toSorted(
        (left, right) => left.placedAt.getTime() - right.placedAt.getTime() || (left.id < right.id ? -1 : 1),
      )
      .map(({ id }) => id);
    expect(seen).toEqual(direction === "asc" ? sorted : sorted.toReversed());
  });

  it("list one buyer's, one status's, and both", async () => {
    const all = stored.toReversed();
    const of = (keep: (one: Order) => boolean) => new Set(all.filter(keep).map(({ id }) => id));
    expect(new Set(await idsOf({ ...newest, buyerId: ann }))).toEqual(of(({ buyerId }) => buyerId === ann));
    expect(new Set(await idsOf({ ...newest, status: "cancelled" }))).toEqual(
      of(({ status }) => status === "cancelled"),
    );
    expect(new Set(await idsOf({ ...newest, buyerId: bob, status: "pending" }))).toEqual(
      of(({ buyerId, status }) => buyerId === bob && status === "pending"),
    );
    expect(await idsOf({ ...newest, buyerId: uuidV7() })).toEqual([]);
  });

  it("name the buyer when asked, and number pages with a count", async () => {
    const { items, page } = await store.reader.list({ ...newest, withBuyer: true, limit: 5, page: 3 });
    expect(items.map(({ buyer }) => buyer?.name).sort()).toEqual(["Ann", "Bob"]);
    expect(page).toEqual({ limit: 5, page: 3, total: 12, totalPages: 3, hasNext: false, hasPrevious: true });
  });

  it("refuse a cursor that is malformed, of the other direction or beside a page number", async () => {
    const { page } = await store.reader.list({ ...newest, limit: 1 });
    for (const wrong of [
      { cursor: "x" },
      { cursor: page.nextCursor, order: "asc" },
      { cursor: page.nextCursor, page: 1 },
    ] as const) {
      await expect(store.reader.list({ ...newest, ...wrong })).rejects.toMatchObject(refusedCursor);
    }
  });

  it("know what is to be paid while an order is pending, and forget it then", async () => {
    const fresh = order(ann, minute(90), [2]);
    await store.transact(({ orders }) => orders.insert(fresh, "tok_secret"));
    const due = () => store.transact(({ orders }) => orders.duePayment(fresh.id));
    expect(await due()).toEqual({ amount: fresh.total, token: "tok_secret" });
    await store.transact(({ orders }) => orders.save(cancelled(fresh, "Not wanted.", minute(91))));
    expect(await due()).toBeNull();
    expect(await store.transact(({ orders }) => orders.duePayment(uuidV7()))).toBeNull();
  });

  it("keep a locked order from being changed by others, and see what was saved before", async () => {
    const fresh = order(bob, minute(95));
    await store.transact(({ orders }) => orders.insert(fresh, "tok"));
    const cancelOnce = () =>
      store.transact(async ({ orders }) => {
        const current = await orders.lock(fresh.id);
        if (current?.status !== "pending") return 0;
        await orders.save(cancelled(current, "Not wanted.", minute(96)));
        return 1;
      });
    expect((await Promise.all(Array.from({ length: 8 }, cancelOnce))).toSorted()).toEqual([
      0, 0, 0, 0, 0, 0, 0, 1,
    ]);
    expect(await store.transact(({ orders }) => orders.lock(uuidV7()))).toBeNull();
  });

  it("tell whose timeline it is, also before anything is in it", async () => {
    expect(await store.reader.timeline(stored[1]?.id ?? "")).toEqual({ buyerId: bob, entries: [] });
    expect(await store.reader.timeline(uuidV7())).toBeNull();
  });
});
