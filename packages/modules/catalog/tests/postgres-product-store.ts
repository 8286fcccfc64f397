import { openCache } from "@ashlar/cache";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { announcingProductWriter } from "../src/infrastructure/announcing-product-writer.ts";
import { announcingStockLedger } from "../src/infrastructure/announcing-stock-ledger.ts";
import { cachedProductReader } from "../src/infrastructure/cached-product-reader.ts";
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

/** The same through the cache. */
export async function cachedProductStore(): Promise<ProductStore> {
  const database = await testDatabase();
  const { connection } = database;
  const cache = await openCache({ database: connection, log: silentLog });
  const ledger = announcingStockLedger(cache);
  return {
    reader: cachedProductReader(postgresProductReader(connection.read), cache),
    transact: (work) =>
      connection.transact((tx) =>
        work({
          products: announcingProductWriter(postgresProductWriter(tx), tx, cache),
          stock: ledger(tx),
        }),
      ),
    [Symbol.asyncDispose]: async () => {
      await cache.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
