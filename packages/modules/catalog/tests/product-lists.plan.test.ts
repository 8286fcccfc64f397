import { seededRandom } from "@ashlar/kernel";
import { explainedStatement } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProductList } from "../src/application/ports.ts";
import { postgresProductReader } from "../src/infrastructure/postgres-product-reader.ts";
import { postgresStockLedger } from "../src/infrastructure/postgres-stock-ledger.ts";
import { productListStatement, shapeOf } from "../src/infrastructure/product-list-statement.ts";
import { seedProducts } from "../src/infrastructure/seed/seed-products.ts";
import { postgresProductStore } from "./postgres-product-store.ts";

const orders = (["createdAt", "name", "price"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order, limit: 50 })),
);

describe("the plan of a list of products", () => {
  let store: Awaited<ReturnType<typeof postgresProductStore>>;

  beforeAll(async () => {
    store = await postgresProductStore();
    await seedProducts(store.database.connection, { count: 12_000, random: seededRandom(5) });
    await store.database.sql`vacuum analyze products`;
  });
  afterAll(() => store?.[Symbol.asyncDispose]());

  const explained = async (list: ProductList) => {
    const db = store.database.connection.read;
    const { items } = await postgresProductReader(db).list(list);
    const last = items.at(-1);
    const keys = {
      createdAt: last?.createdAt.toISOString(),
      name: last?.name,
      price: String(last?.price.amountMinor),
    };
    const parameters = { words: list.words, afterValue: keys[list.sort], afterId: last?.id };
    const statement = productListStatement(db, shapeOf(list)).getQuery();
    return explainedStatement(store.database.connection, statement, parameters, "products");
  };

  it.each(orders)("reads a page in the order of an index, by $sort $order", async (list) => {
    const { page } = await store.reader.list(list);
    for (const cut of [list, { ...list, cursor: page.nextCursor }]) {
      const plan = await explained(cut);
      expect(plan.nodes).not.toContain("Sort");
      expect(plan.nodes).not.toContain("Incremental Sort");
      expect(plan.nodes).not.toContain("Seq Scan");
      expect(plan.indexes).toHaveLength(1);
      expect(plan.mostRowsOfAScan).toBeLessThanOrEqual(51);
    }
  });

  it("uses the search index for words that few products hold", async () => {
    const [rare] = await store.database.sql<{ sku: string }[]>`select sku from products limit 1`;
    const plan = await explained({ sort: "createdAt", order: "desc", limit: 50, words: rare?.sku });
    expect(plan.indexes).toContain("products_search_idx");
    expect(plan.nodes).not.toContain("Seq Scan");
  });

  it("rewrites the row alone when stock is reserved: no index has a new entry", async () => {
    const { sql } = store.database;
    const [product] = await sql<{ id: string }[]>`
      insert into products (id, sku, name, description, price_minor, currency, stock, created_at, updated_at)
      values (gen_random_uuid(), 'HOT', 'Hot', '', 1, 'EUR', 100, now(), now()) returning id`;
    const lines = [{ productId: product?.id ?? "", quantity: 1 }];
    const [counted] = await store.database.connection.transact(async (tx) => {
      await postgresStockLedger(tx).reserve(lines);
      const hot = "select pg_stat_get_xact_tuples_hot_updated('products'::regclass)::int as hot";
      return Promise.resolve(tx.execute<{ hot: number }>(hot));
    });
    expect(counted).toEqual({ hot: 1 });
  });
});
