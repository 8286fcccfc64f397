import { integer, pgTable } from "drizzle-orm/pg-core";
import { expectTypeOf, test } from "vitest";
import type { Database, DatabaseConnection, Transaction } from "../src/index.ts";

const facts = pgTable("facts", { id: integer().primaryKey() });

test("reading and writing are different types, so mixing them does not compile", () => {
  expectTypeOf<Transaction>().not.toExtend<Database>();
  expectTypeOf<Database>().not.toExtend<Transaction>();
  expectTypeOf<Database>().not.toHaveProperty("insert");
  expectTypeOf<Database>().not.toHaveProperty("execute");
  expectTypeOf<Database>().not.toHaveProperty("transaction");
  expectTypeOf<ReturnType<Database["with"]>>().not.toHaveProperty("delete");
});

test("rows and results keep their types through both", () => {
  const read = (database: Database) => database.select().from(facts);
  expectTypeOf(read).returns.resolves.toEqualTypeOf<{ id: number }[]>();
  const write = (connection: DatabaseConnection) =>
    connection.transact(async (tx) => tx.insert(facts).values({ id: 1 }).returning());
  expectTypeOf(write).returns.resolves.toEqualTypeOf<{ id: number }[]>();
});
