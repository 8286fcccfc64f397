import { uuidV7 } from "@ashlar/kernel";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { postgresOrderReader } from "../src/infrastructure/postgres-order-reader.ts";
import { postgresOrderWriter } from "../src/infrastructure/postgres-order-writer.ts";
import type { OrderStore } from "./order-store.ts";

/** Orders in a migrated database of their own. */
export async function postgresOrderStore(): Promise<OrderStore & { readonly database: TestDatabase }> {
  const database = await testDatabase();
  return {
    database,
    reader: postgresOrderReader(database.connection.read),
    transact: (work) => database.connection.transact((tx) => work({ orders: postgresOrderWriter(tx) })),
    addUser: (name) => addUser(database, name),
    addProduct: () => addProduct(database, 100),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Opens an account as identity would, which this module must not import. */
async function addUser({ sql }: TestDatabase, name: string): Promise<string> {
  const id = uuidV7();
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    values (${id}, ${`${id}@example.test`}, ${name}, 'none', '{customer}', 'active', now(), now())`;
  return id;
}

/** Adds a product of 10.00 EUR as the catalog would, which this module must not import. */
async function addProduct({ sql }: TestDatabase, stock: number): Promise<string> {
  const id = uuidV7();
  await sql`
    insert into products (id, sku, name, description, price_minor, currency, stock, created_at, updated_at)
    values (${id}, ${id.toUpperCase()}, 'Lamp', '', 1000, 'EUR', ${stock}, now(), now())`;
  return id;
}
