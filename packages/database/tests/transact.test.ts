import { defineErrors, Unavailable } from "@ashlar/kernel";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { eq, sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { constraintOf, DatabaseError, InvalidValue, onConstraint, type Transaction } from "../src/index.ts";

const accounts = pgTable("accounts", { id: integer().primaryKey(), owner: text(), balance: integer() });
const errors = defineErrors({ OWNER_TAKEN: () => "This owner has an account." });
let own: TestDatabase;

beforeAll(async () => {
  own = await testDatabase({ writeConnections: 4 });
  await own.sql`
    create table accounts (id int primary key, owner text constraint accounts_owner_key unique,
      balance int constraint accounts_balance_check check (balance >= 0))`;
});
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  await own.sql`truncate accounts`;
  await own.sql`insert into accounts values (1, 'ann', 10), (2, 'bob', 10)`;
});
const transact: TestDatabase["connection"]["transact"] = (work, options) =>
  own.connection.transact(work, options);
const balances = () =>
  own.sql`select balance from accounts order by id`.then((rows) => rows.map((row) => row.balance));

test("commits everything or nothing", async () => {
  await transact(async (tx) => {
    await tx.update(accounts).set({ balance: 5 }).where(eq(accounts.id, 1));
    await tx.update(accounts).set({ balance: 15 }).where(eq(accounts.id, 2));
  });
  const change = new Error("changed my mind");
  const failing = transact(async (tx) => {
    await tx.update(accounts).set({ balance: 0 }).where(eq(accounts.id, 1));
    throw change;
  });
  await expect(failing).rejects.toBe(change);
  expect(await balances()).toEqual([5, 15]);
});

test("answers what its work returns and sends nothing for work without statements", async () => {
  expect(await transact(async () => "done")).toBe("done");
});

test("opens the transaction with the first statement: one that fails leaves nothing behind", async () => {
  await expect(transact((tx) => tx.execute(sql`select nothing from nowhere`))).rejects.toThrow(DatabaseError);
  const next = Array.from({ length: 8 }, () => transact((tx) => tx.execute(sql`select 1 as one`)));
  for (const [row] of await Promise.all(next)) expect(row).toEqual({ one: 1 });
});

test("a BEGIN that fails takes its statement with it: nothing runs outside a transaction", async () => {
  // The isolation is refused by the server, as it would be on a standby; the types forbid it here.
  const isolation = "nonsense" as "serializable";
  const failing = transact((tx) => tx.execute(sql`insert into accounts values (3, 'eve', 0)`), { isolation });
  await expect(failing).rejects.toThrow(DatabaseError);
  const both = transact(
    (tx) =>
      Promise.allSettled([
        tx.execute(sql`insert into accounts values (4, 'eve', 0)`),
        tx.execute(sql`insert into accounts values (5, 'eva', 0)`),
      ]),
    { isolation },
  );
  await expect(both).rejects.toThrow(DatabaseError);
  expect(await balances()).toEqual([10, 10]);
});

test("refuses a statement that was not awaited inside the transaction", async () => {
  let leaked: Transaction | undefined;
  await transact(async (tx) => {
    leaked = tx;
    await tx.execute(sql`select 1`);
  });
  expect(leaked).toBeDefined();
  await expect(leaked?.update(accounts).set({ balance: 0 }).where(eq(accounts.id, 1))).rejects.toThrow(
    "has ended",
  );
  expect(await balances()).toEqual([10, 10]);
});

test("does not commit when a statement failed and the failure was swallowed", async () => {
  const swallowing = transact(async (tx) => {
    await tx.update(accounts).set({ balance: 0 }).where(eq(accounts.id, 1));
    await tx
      .insert(accounts)
      .values({ id: 1 })
      .catch(() => undefined);
  });
  await expect(swallowing).rejects.toMatchObject({ sqlState: "23505" });
  expect(await balances()).toEqual([10, 10]);
});

test("runs again after a serialization failure, until both changes are in", async () => {
  let arrived = 0;
  let meet: (() => void) | undefined;
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  let runs = 0;
  const increment = () =>
    transact(
      async (tx) => {
        runs += 1;
        const [account] = await tx.select().from(accounts).where(eq(accounts.id, 1));
        arrived += 1;
        if (arrived === 2) meet?.();
        await both;
        await tx
          .update(accounts)
          .set({ balance: (account?.balance ?? 0) + 1 })
          .where(eq(accounts.id, 1));
      },
      { isolation: "serializable" },
    );
  await Promise.all([increment(), increment()]);
  expect(await balances()).toEqual([12, 10]);
  expect(runs).toBeGreaterThan(2);
});

test("runs the loser of a deadlock again", async () => {
  let arrived = 0;
  let meet: (() => void) | undefined;
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const move = (from: number, to: number) =>
    transact(async (tx) => {
      await tx.update(accounts).set({ balance: sql`balance - 1` }).where(eq(accounts.id, from));
      arrived += 1;
      if (arrived === 2) meet?.();
      await both;
      await tx.update(accounts).set({ balance: sql`balance + 1` }).where(eq(accounts.id, to));
    });
  await Promise.all([move(1, 2), move(2, 1)]);
  expect(await balances()).toEqual([10, 10]);
});

test("gives up after the attempts it was given, as unavailable", async () => {
  let runs = 0;
  const colliding = transact(
    async (tx) => {
      runs += 1;
      await tx.execute(sql`do $$ begin raise exception 'collision' using errcode = '40001'; end $$`);
    },
    { attempts: 3 },
  );
  await expect(colliding).rejects.toBeInstanceOf(Unavailable);
  expect(runs).toBe(3);
});

test("turns a named constraint into the declared outcome and keeps the cause", async () => {
  const taking = transact((tx) =>
    onConstraint({ accounts_owner_key: () => errors.OWNER_TAKEN() }, () =>
      tx.insert(accounts).values({ id: 3, owner: "ann", balance: 0 }),
    ),
  );
  const error = await taking.catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "OWNER_TAKEN", cause: { sqlState: "23505" } });
  expect(constraintOf(error)).toBe("accounts_owner_key");
  const other = transact((tx) =>
    onConstraint({ accounts_owner_key: () => errors.OWNER_TAKEN() }, () =>
      tx.insert(accounts).values({ id: 3, owner: "eve", balance: -1 }),
    ),
  );
  await expect(other).rejects.toMatchObject({ constraint: "accounts_balance_check" });
});

test.each([
  ["NUL in text", () => sql`insert into accounts values (3, ${"a\u0000b"}, 0)`],
  ["a number out of range", () => sql`insert into accounts values (3, 'eve', ${99_999_999_999})`],
  ["text that is no number", () => sql`insert into accounts values (3, 'eve', ${"secret word"})`],
])("answers %s as an invalid value, without repeating it", async (_, statement) => {
  const error = await transact((tx) => tx.execute(statement())).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(InvalidValue);
  expect(JSON.stringify(describe(error))).not.toMatch(/secret word|99999999999|a.u0000b/);
});

test("an error that may be logged holds no parameter and no row", async () => {
  const error = await transact((tx) =>
    tx.insert(accounts).values({ id: 3, owner: "ann", balance: 77_123 }),
  ).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(DatabaseError);
  expect(JSON.stringify(describe(error))).not.toMatch(/ann|77123/);
});

/** Everything a logger might write of an error and its causes. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { ...error, message: error.message, stack: error.stack, cause: describe(error.cause) };
}
