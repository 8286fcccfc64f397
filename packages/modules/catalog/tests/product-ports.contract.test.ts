import { uuidV7 } from "@ashlar/kernel";
import { idsByCursor, refusedCursor } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProductList, ProductOrder } from "../src/application/ports.ts";
import { added } from "../src/domain/added.ts";
import type { Product } from "../src/domain/product.ts";
import { memoryProductStore } from "./memory-product-store.ts";
import { cachedProductStore, postgresProductStore } from "./postgres-product-store.ts";
import { filled, type ProductStore } from "./product-store.ts";

const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count, 0, 123));
const names = ["Oak lamp", "Brass lamp", "Felt basket", "Cork board", "Oak chair", "Glass bowl"];
const orders: readonly ProductOrder[] = (["createdAt", "name", "price"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order })),
);
const newest = { sort: "createdAt", order: "desc", limit: 20 } as const;

/** Twelve products; pairs share a time, a name or a price. */
const made = Array.from(
  { length: 12 },
  (_, index): Product =>
    added(
      uuidV7(),
      {
        sku: `A-${index}`,
        name: names[index % 6] ?? "",
        description: index === 3 ? "Made in winter." : "",
        price: { amountMinor: 100 * (1 + (index % 4)), currency: "EUR" },
        stock: index,
      },
      minute(Math.floor(index / 2)),
    ),
);
const one = (index: number): Product => made[index] ?? expect.unreachable();

describe.each([
  ["memory", async (): Promise<ProductStore> => memoryProductStore()],
  ["PostgreSQL", postgresProductStore],
  ["PostgreSQL behind a cache", cachedProductStore],
])("the ports of the catalog on %s", (_, open) => {
  let store: ProductStore;
  beforeAll(async () => {
    store = await open();
    await filled(store, made);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const stockOf = async (productId: string) => (await store.reader.find(productId))?.stock;

  it("find a product exactly as it was written", async () => {
    expect(await store.reader.find(one(3).id)).toEqual(made[3]);
    expect(await store.reader.find(uuidV7())).toBeNull();
  });

  it.each(orders)("follow cursors through every product once, by $sort $order", async (order) => {
    const seen = await idsByCursor((cursor) => store.reader.list({ ...order, limit: 5, cursor }));
    const whole = await store.reader.list({ ...order, limit: 100 });
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(seen).size).toBe(12);
    const keys = whole.items.map((product) =>
      order.sort === "price" ? product.price.amountMinor : product[order.sort],
    );
    const sorted = keys.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
    expect(keys).toEqual(order.order === "asc" ? sorted : sorted.toReversed());
  });

  it("number pages and count the whole list", async () => {
    const { items, page } = await store.reader.list({ ...newest, limit: 5, page: 3 });
    expect(items).toHaveLength(2);
    expect(page).toEqual({
      limit: 5,
      page: 3,
      total: 12,
      totalPages: 3,
      hasNext: false,
      hasPrevious: true,
    });
  });

  it.each<[string, Partial<ProductList>]>([
    ["malformed", { cursor: "x" }],
    ["beside a page number", { cursor: "x", page: 1 }],
  ])("refuse a cursor that is %s", async (_name, wrong) => {
    await expect(store.reader.list({ ...newest, ...wrong })).rejects.toMatchObject(refusedCursor);
  });

  it("refuse the cursor of another order", async () => {
    const { page } = await store.reader.list({ ...newest, limit: 1 });
    const foreign = store.reader.list({ ...newest, sort: "name", cursor: page.nextCursor });
    await expect(foreign).rejects.toMatchObject(refusedCursor);
  });

  it("find words in name and description, and a stock keeping unit as a whole", async () => {
    const found = async (words: string) =>
      (await store.reader.list({ ...newest, words })).items.map(({ sku }) => sku).sort();
    expect(await found("lamp")).toEqual(["A-0", "A-1", "A-6", "A-7"]);
    expect(await found("oak lamp")).toEqual(["A-0", "A-6"]);
    expect(await found("winter")).toEqual(["A-3"]);
    expect(await found("A-11")).toEqual(["A-11"]);
    expect(await found("nowhere")).toEqual([]);
    expect(await found("lamp -oak")).toEqual(["A-1", "A-7"]);
  });

  it("refuse a second product of one stock keeping unit, new or renamed", async () => {
    const taken = expect.objectContaining({ code: "SKU_TAKEN", details: { sku: "A-1" } });
    const twin = { ...one(0), id: uuidV7(), sku: "A-1" };
    await expect(store.transact(({ products }) => products.insert(twin))).rejects.toEqual(taken);
    const renamed = { ...one(0), sku: "A-1" };
    await expect(store.transact(({ products }) => products.save(renamed))).rejects.toEqual(taken);
    expect(await store.reader.find(one(0).id)).toEqual(made[0]);
  });

  it("reserve the pieces of every line, at the price of now, and give them back", async () => {
    const lines = [
      { productId: one(11).id, quantity: 11 },
      { productId: one(5).id, quantity: 2 },
    ];
    const reservation = await store.transact(({ stock }) => stock.reserve(lines));
    expect(reservation).toEqual({
      outcome: "reserved",
      products: new Map([one(11), one(5)].map(({ id, name, price }) => [id, { name, price }])),
    });
    expect([await stockOf(one(11).id), await stockOf(one(5).id)]).toEqual([0, 3]);
    await store.transact(({ stock }) => stock.release(lines));
    expect([await stockOf(one(11).id), await stockOf(one(5).id)]).toEqual([11, 5]);
  });

  it("reserve nothing when one line cannot be had, and name the first that cannot", async () => {
    const lines = [
      { productId: one(8).id, quantity: 1 },
      { productId: one(7).id, quantity: 9 },
      { productId: one(6).id, quantity: 9 },
    ];
    const short = await store.transact(({ stock }) => stock.reserve(lines));
    expect(short).toEqual({ outcome: "short", productId: one(7).id, available: 7 });
    const unknown = { productId: uuidV7(), quantity: 1 };
    const missing = await store.transact(({ stock }) => stock.reserve([unknown, ...lines]));
    expect(missing).toEqual({ outcome: "unknown", productId: unknown.productId });
    expect([await stockOf(one(8).id), await stockOf(one(7).id), await stockOf(one(6).id)]).toEqual([8, 7, 6]);
  });

  it("forget what a failed unit of work reserved", async () => {
    const failing = store.transact(async ({ stock }) => {
      await stock.reserve([{ productId: one(9).id, quantity: 3 }]);
      throw new RangeError("stop");
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await stockOf(one(9).id)).toBe(9);
  });
});
