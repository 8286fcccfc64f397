import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { postgresProductReader } from "../src/infrastructure/postgres-product-reader.ts";
import { postgresProductWriter } from "../src/infrastructure/postgres-product-writer.ts";
import { postgresStockLedger } from "../src/infrastructure/postgres-stock-ledger.ts";
import type { ProductStore } from "./product-store.ts";

/** Products in a migrated database of their own. */
export async function postgresProductStore(): Promise<ProductStore & { readonly database: TestDatabase }> {
  const database = await testDatabase();
  return {
    database,
    reader: postgresProductReader(database.connection.read),
    transact: (work) =>
      database.connection.transact((tx) =>
        work({ products: postgresProductWriter(tx), stock: postgresStockLedger(tx) }),
      ),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
