import { explainedStatement } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderList } from "../src/application/ports.ts";
import { orderListStatement, shapeOf } from "../src/infrastructure/order-list-statement.ts";
import { postgresOrderReader } from "../src/infrastructure/postgres-order-reader.ts";
import { postgresOrderStore } from "./postgres-order-store.ts";

const page = { sort: "placedAt", limit: 50, withBuyer: true } as const;
const lists = (buyerId: string) =>
  [
    ["everybody's", { buyerId: null }],
    ["everybody's of a rare status", { buyerId: null, status: "cancelled" }],
    ["everybody's of a frequent status", { buyerId: null, status: "confirmed" }],
    ["one buyer's", { buyerId }],
    ["one buyer's of a status", { buyerId, status: "confirmed" }],
  ] as const;

describe("the plan of a list of orders", () => {
  let store: Awaited<ReturnType<typeof postgresOrderStore>>;
  let buyer: string;

  beforeAll(async () => {
    store = await postgresOrderStore();
    const others = await Promise.all(["Ann", "Bob", "Cid"].map(store.addUser));
    buyer = others[0] ?? "";
    const product = await store.addProduct();
    const { sql } = store.database;
    // So many accounts that reading all of them is not the cheapest way to a name.
    await sql`
      insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
      select gen_random_uuid(), n || '@example.test', 'Buyer', 'none', '{customer}', 'active', now(), now()
      from generate_series(1, 3000) as n`;
    await sql`
      insert into orders (id, buyer_id, status, total_minor, currency, reason, placed_at, updated_at)
      select gen_random_uuid(), (${others}::uuid[])[1 + n % 3], case when n % 50 = 0 then 'cancelled' else 'confirmed' end,
        1000, 'EUR', case when n % 50 = 0 then 'Not wanted.' end, now() - n * interval '1 minute', now()
      from generate_series(1, 12000) as n`;
    await sql`
      insert into order_items (order_id, position, product_id, name, unit_price_minor, quantity)
      select id, position, ${product}, 'Lamp', 500, 1 from orders, generate_series(0, 1) as position`;
    await sql`vacuum analyze orders`;
    await sql`vacuum analyze order_items`;
    await sql`vacuum analyze users`;
  });
  afterAll(() => store?.[Symbol.asyncDispose]());

  const explained = async (list: OrderList) => {
    const db = store.database.connection.read;
    const { items } = await postgresOrderReader(db).list(list);
    const last = items.at(-1);
    const parameters = {
      buyerId: list.buyerId,
      afterValue: last?.placedAt.toISOString(),
      afterId: last?.id,
    };
    const statement = orderListStatement(db, shapeOf(list)).getQuery();
    return explainedStatement(store.database.connection, statement, parameters, "orders");
  };

  for (const order of ["asc", "desc"] as const) {
    it.each(lists("").map(([name], index) => ({ name, index })))(
      `reads $name in the order of an index and the items of the page alone, ${order}`,
      async ({ index }) => {
        const list: OrderList = { ...page, order, ...(lists(buyer)[index]?.[1] ?? { buyerId: null }) };
        const { page: info } = await store.reader.list(list);
        for (const cut of [list, { ...list, cursor: info.nextCursor }]) {
          const plan = await explained(cut);
          expect(plan.nodes).not.toContain("Incremental Sort");
          expect(plan.nodes).not.toContain("Seq Scan");
          expect(plan.mostRowsOfAScan).toBeLessThanOrEqual(51);
          const read = plan.indexes.filter((name) => name.startsWith("orders_"));
          expect(read).toHaveLength(1);
          // The only thing sorted is what one order holds.
          expect(plan.nodes.filter((node) => node === "Sort").length).toBeLessThanOrEqual(1);
          expect(plan.indexes).toContain("order_items_pkey");
        }
      },
    );
  }
});
