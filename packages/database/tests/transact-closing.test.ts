import { testDatabase } from "@ashlar/testing";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { constraintOf } from "../src/index.ts";

const add = (who: string) => sql`insert into effects (who) values (${who})`;

async function arranged() {
  const db = await testDatabase();
  await db.sql`create table effects (who text constraint effects_who_key unique)`;
  const effects = async () => (await db.sql`select who from effects order by who`).map(({ who }) => who);
  return { ...db, effects, [Symbol.asyncDispose]: db[Symbol.asyncDispose] };
}

test("closing statements commit with the work, in order, and alone if there is none", async () => {
  await using db = await arranged();
  const { transact } = db.connection;
  const result = await transact(
    async (tx) => {
      await tx.execute(add("a"));
      return "done";
    },
    { closing: () => [add("b"), sql`update effects set who = who || '!' where who = 'b'`] },
  );
  expect(result).toBe("done");
  await transact(async () => undefined, { closing: () => [add("c"), add("d")] });
  await transact(async () => undefined, { closing: () => [] });
  expect(await db.effects()).toEqual(["a", "b!", "c", "d"]);
});

test("a closing statement that fails undoes the work and is what the caller learns", async () => {
  await using db = await arranged();
  const { transact } = db.connection;
  await transact(async (tx) => tx.execute(add("taken")));
  for (const closing of [[add("taken")], [add("b"), add("taken")], [add("taken"), add("b")]]) {
    const failing = transact(async (tx) => tx.execute(add("a")), { closing: () => closing });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(constraintOf(error)).toBe("effects_who_key");
    const alone = transact(async () => undefined, { closing: () => closing });
    expect(constraintOf(await alone.catch((thrown: unknown) => thrown))).toBe("effects_who_key");
  }
  expect(await db.effects()).toEqual(["taken"]);
});

test("is tried again from the start when a closing statement collides", async () => {
  await using db = await arranged();
  let tries = 0;
  await db.connection.transact(
    async (tx) => {
      tries += 1;
      await tx.execute(add("a"));
    },
    {
      closing: () => [
        tries === 1 ? sql`do $$ begin raise exception 'x' using errcode = '40001'; end $$` : add("b"),
      ],
    },
  );
  expect(tries).toBe(2);
  expect(await db.effects()).toEqual(["a", "b"]);
});

test("COMMIT never overtakes a closing statement, on any of many transactions at once", async () => {
  await using db = await arranged();
  const { transact } = db.connection;
  await transact(async (tx) => tx.execute(add("taken")));
  await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const isDoomed = index % 2 === 0;
      await transact(async (tx) => tx.execute(add(`work ${index}`)), {
        closing: () => [add(`closing ${index}`), add(isDoomed ? "taken" : `last ${index}`)],
      }).catch(() => undefined);
    }),
  );
  const effects = await db.effects();
  expect(effects).toHaveLength(1 + 3 * 200);
  for (let index = 0; index < 400; index += 1) {
    expect(effects.includes(`work ${index}`)).toBe(index % 2 === 1);
  }
});
