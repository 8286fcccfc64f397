import { uuidV7 } from "@ashlar/kernel";
import { piecesOf, shopViolations, testDatabase } from "@ashlar/testing";
import { expect, it } from "vitest";
import { buyers } from "./buyers.ts";
import { eventually } from "./eventually.ts";
import { person, stocked } from "./shop.ts";
import { shopProcess } from "./shop-process.ts";
import { paymentTables, wrongPayments } from "./table-payments.ts";

const arranged = async (stock: number) => {
  const database = await testDatabase();
  await database.sql.unsafe(paymentTables);
  const people = (await buyers(database, 20)).map((id) => person(id));
  const [product = ""] = await stocked(database.connection, 1, stock);
  const options = { databaseUrl: database.url, isWorker: true };
  const [one, two] = await Promise.all([shopProcess(options), shopProcess(options)]);
  return {
    database,
    product,
    people,
    processes: [one, two] as const,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
      await database[Symbol.asyncDispose]();
    },
  };
};

it("sells the last 5 pieces to 5 of 200 buyers at once in two processes, and tells the others what is left", async () => {
  await using at = await arranged(5);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const actor = at.people[index % at.people.length] ?? person("");
      const items = [{ productId: at.product, quantity: 1 }];
      return at.processes[index % 2]?.call("orders.place", actor, { items, paymentToken: "ok" }, uuidV7());
    }),
  );
  const refused = answers.filter((answer) => answer?.code !== undefined);
  expect(answers.length - refused.length).toBe(5);
  for (const answer of refused) {
    expect(answer).toMatchObject({ code: "OUT_OF_STOCK", output: { productId: at.product, available: 0 } });
  }
  await eventually(async () => Object.keys(await shopViolations(at.database, "at rest")).length === 0);
  expect(await piecesOf(at.database)).toEqual({ [at.product]: 5 });
  const counts = await at.database.sql`
    select (select stock from products) as stock, (select count(*)::int from orders where status = 'confirmed') as sold`;
  expect(counts[0]).toEqual({ stock: 0, sold: 5 });
});

it("makes one order of 100 calls at once with one key in two processes, and gives all the same answer", async () => {
  await using at = await arranged(1_000);
  const actor = at.people[0] ?? person("");
  const key = uuidV7();
  const input = { items: [{ productId: at.product, quantity: 2 }], paymentToken: "ok" };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      at.processes[index % 2]?.call("orders.place", actor, input, key),
    ),
  );
  const made = answers.flatMap((answer) =>
    answer?.output && !answer.code ? [JSON.stringify(answer.output)] : [],
  );
  expect(new Set(made).size).toBe(1);
  // Whoever came while the first was running is told to come back; nobody is told anything else.
  expect(new Set(answers.flatMap((answer) => answer?.code ?? []))).toEqual(
    new Set(["IDEMPOTENCY_IN_FLIGHT"]),
  );
  const again = await at.processes[1].call("orders.place", actor, input, key);
  expect(JSON.stringify(again?.output)).toBe(made[0]);
  const other = await at.processes[0].call(
    "orders.place",
    actor,
    { ...input, paymentToken: "declined" },
    key,
  );
  expect(other).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  expect(await at.database.sql`select count(*)::int as orders from orders`).toEqual([{ orders: 1 }]);
  await eventually(async () => Object.keys(await shopViolations(at.database, "at rest")).length === 0);
  expect(await piecesOf(at.database)).toEqual({ [at.product]: 1_000 });
  expect(await at.database.sql.unsafe(wrongPayments)).toEqual([]);
});

it("lets orders of the same products in opposite orders wait for each other, never deadlock", async () => {
  await using at = await arranged(1_000);
  const products = [at.product, ...(await stocked(at.database.connection, 4, 10_000))];
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const ids = index % 2 === 0 ? products : products.toReversed();
      const items = ids.map((productId) => ({ productId, quantity: 1 }));
      const actor = at.people[index % at.people.length] ?? person("");
      return at.processes[index % 2]?.call("orders.place", actor, { items, paymentToken: "ok" }, uuidV7());
    }),
  );
  expect(answers.flatMap((answer) => answer?.code ?? [])).toEqual([]);
  const [deadlocks] = await at.database
    .sql`select deadlocks::int from pg_stat_database where datname = current_database()`;
  expect(deadlocks).toEqual({ deadlocks: 0 });
});
