import { uuidV7 } from "@ashlar/kernel";
import { piecesOf, shopViolations, testDatabase } from "@ashlar/testing";
import { expect, it } from "vitest";
import { buyers } from "./buyers.ts";
import type { CrashPoint } from "./crash-plan.ts";
import { eventually } from "./eventually.ts";
import { codeOf } from "./fake-payments.ts";
import { openShop, person, stocked } from "./shop.ts";
import type { ChildOptions } from "./shop-child.ts";
import { shopProcess } from "./shop-process.ts";
import { paymentTables, tablePayments, wrongPayments } from "./table-payments.ts";

const arranged = async () => {
  const database = await testDatabase();
  await database.sql.unsafe(paymentTables);
  const [buyer = ""] = await buyers(database, 1);
  const [product = ""] = await stocked(database.connection, 1, 100);
  const payments = tablePayments(database.url);
  const shop = openShop({ databaseUrl: database.url, gateway: payments });
  return {
    database,
    shop,
    product,
    ann: person(buyer),
    items: [{ productId: product, quantity: 2 }],
    victim: (isWorker: boolean, crash: ChildOptions["crash"]) =>
      shopProcess({ databaseUrl: database.url, isWorker, crash }),
    [Symbol.asyncDispose]: async () => {
      await shop.close();
      await payments.close();
      await database[Symbol.asyncDispose]();
    },
  };
};

/** Another process takes over and brings everything to its end; then all must be well. */
const takenOver = async ({
  database,
  shop,
  product,
}: Awaited<ReturnType<typeof arranged>>): Promise<void> => {
  const heir = shop.startWorker();
  await eventually(async () => Object.keys(await shopViolations(database, "at rest")).length === 0);
  await heir.stop();
  expect(await database.sql.unsafe(wrongPayments)).toEqual([]);
  expect(await piecesOf(database)).toEqual({ [product]: 100 });
};

/** The worker's first unit of work reads what is due, its second settles the order. */
const workerPoints: readonly (readonly [CrashPoint, number])[] = [
  ["unit begun", 1],
  ["payment asked", 0],
  ["payment answered", 0],
  ["unit written", 2],
  ["unit committed", 2],
];

it.each(workerPoints)(
  "a worker killed with -9 at '%s' (%i) leaves an order that another one settles, once",
  async (point, nth) => {
    await using at = await arranged();
    await at.shop.place(at.ann, at.items);
    await using victim = await at.victim(true, { at: point, nth });
    expect(await victim.gone).toBe("SIGKILL");
    expect(await shopViolations(at.database)).toEqual({});
    await takenOver(at);
    const events = await at.database.sql`select type from events order by sequence`;
    expect(events).toEqual([{ type: "order.placed" }, { type: "order.confirmed" }]);
  },
);

it.each([
  ["unit begun", 0],
  ["unit written", 0],
  ["unit committed", 0],
  ["call committed", 1],
] as const)(
  "an api process killed with -9 at '%s' has made %i orders, and the repetition with the key makes it one",
  async (point, made) => {
    await using at = await arranged();
    const key = uuidV7();
    await using victim = await at.victim(false, { at: point, nth: 1 });
    const input = { items: at.items, paymentToken: "ok" };
    expect(await victim.call("orders.place", at.ann, input, key)).toBeNull();
    expect(await victim.gone).toBe("SIGKILL");
    expect(await at.database.sql`select count(*)::int as orders from orders`).toEqual([{ orders: made }]);
    // The server may take a moment to notice that the process, and with it the lock on the key, is gone.
    await eventually(
      async () => (await codeOf(at.shop.place(at.ann, at.items, "ok", key))) !== "IDEMPOTENCY_IN_FLIGHT",
    );
    expect(await at.database.sql`select count(*)::int as orders from orders`).toEqual([{ orders: 1 }]);
    await takenOver(at);
  },
);

it("a worker frozen past its lease, whose job another one has done, changes nothing when it thaws", async () => {
  await using at = await arranged();
  const { sql } = at.database;
  await sql`insert into held_payments values (1)`;
  await at.shop.place(at.ann, at.items, "held");
  await using frozen = await at.victim(true, undefined);
  await eventually(async () => (await sql`select 1 from jobs where state = 'running'`).length > 0);
  frozen.kill("SIGSTOP");
  await sql`delete from held_payments`;
  await takenOver(at);
  const before = await sql`select * from orders`;
  const events = await sql`select * from events`;
  frozen.kill("SIGCONT");
  // It is back when it does what it is asked; until then its connections may be away.
  await eventually(
    async () =>
      (await frozen.call("orders.get", at.ann, { id: uuidV7() }, uuidV7()))?.code === "ORDER_NOT_FOUND",
  );
  expect(await sql`select * from orders`).toEqual(before);
  expect(await sql`select * from events`).toEqual(events);
  await takenOver(at);
});
