import { uuidV7 } from "@ashlar/kernel";
import { describe, expect, it } from "vitest";
import { added } from "../src/domain/added.ts";
import type { Product } from "../src/domain/product.ts";
import { restocked } from "../src/domain/restocked.ts";
import { postgresProductStore } from "./postgres-product-store.ts";
import { filled } from "./product-store.ts";

const product = (stock: number): Product => {
  const id = uuidV7();
  const price = { amountMinor: 100, currency: "EUR" } as const;
  return added(id, { sku: id.toUpperCase(), name: "Lamp", description: "", price, stock }, new Date(0));
};

type Store = Awaited<ReturnType<typeof postgresProductStore>>;

const blocked = async ({ database }: Store): Promise<void> => {
  const waiting = () => database.sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Changes the stock and reserves while that change is not committed yet: the reservation has seen the old stock. */
const overtaken = async (store: Store, before: number, after: number, quantity: number) => {
  const lamp = product(before);
  await filled(store, [lamp]);
  const [holds, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const changing = store.transact(async ({ products }) => {
    const locked = (await products.lock(lamp.id)) ?? expect.unreachable();
    await products.save(restocked(locked, after - before, new Date(1)));
    holds.resolve();
    await waits.promise;
  });
  await holds.promise;
  const reserving = store.transact(({ stock }) => stock.reserve([{ productId: lamp.id, quantity }]));
  await blocked(store);
  waits.resolve();
  await changing;
  const reservation = await reserving;
  return { lamp, reservation, stock: (await store.reader.find(lamp.id))?.stock };
};

describe("a reservation that waits for a change of the stock", () => {
  it("takes what was added meanwhile, though it has seen less than it needs", async () => {
    await using store = await postgresProductStore();
    const { reservation, stock } = await overtaken(store, 5, 12, 6);
    expect(reservation.outcome).toBe("reserved");
    expect(stock).toBe(6);
  });

  it("is short of what was taken meanwhile, though it has seen enough", async () => {
    await using store = await postgresProductStore();
    const { lamp, reservation, stock } = await overtaken(store, 12, 5, 6);
    expect(reservation).toEqual({ outcome: "short", productId: lamp.id, available: 5 });
    expect(stock).toBe(5);
  });
});
