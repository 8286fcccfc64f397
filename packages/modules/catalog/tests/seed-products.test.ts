import { seededRandom } from "@ashlar/kernel";
import { expect, it } from "vitest";
import { seedDemoProducts } from "../src/infrastructure/seed/seed-demo-products.ts";
import { seedProducts } from "../src/infrastructure/seed/seed-products.ts";
import { postgresProductStore } from "./postgres-product-store.ts";

const page = { sort: "createdAt", order: "desc", limit: 100 } as const;

it("fills an empty shelf once, whatever is sold or added later", async () => {
  await using store = await postgresProductStore();
  await seedDemoProducts(store.database.connection);
  const first = await store.reader.list(page);
  expect(first.items).toHaveLength(24);
  await seedDemoProducts(store.database.connection);
  expect(await store.reader.list(page)).toEqual(first);
});

it("makes the same products of the same numbers, in batches, and tells how far it is", async () => {
  await using store = await postgresProductStore();
  const told: number[] = [];
  const now = new Date("2026-01-01T00:00:00.000Z");
  const options = { count: 501, now, onProgress: (done: number) => told.push(done) };
  const ids = await seedProducts(store.database.connection, { ...options, random: seededRandom(3) });
  const again = await seedProducts(store.database.connection, { ...options, random: seededRandom(3) });
  expect(told).toEqual([500, 501, 500, 501]);
  expect(new Set([...ids, ...again]).size).toBe(1_002);
  const rows = await store.database.sql`
    select count(*)::int as twins from (
      select name, description, price_minor, stock, created_at from products
      group by 1, 2, 3, 4, 5 having count(*) % 2 = 1) as alone`;
  expect(rows).toEqual([{ twins: 0 }]);
});
