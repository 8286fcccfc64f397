import type { Cache } from "@ashlar/cache";
import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import { productsProcedures } from "./api/products-procedures.ts";
import { announcingProductWriter } from "./infrastructure/announcing-product-writer.ts";
import { announcingStockLedger } from "./infrastructure/announcing-stock-ledger.ts";
import { cachedProductReader } from "./infrastructure/cached-product-reader.ts";
import { postgresProductReader } from "./infrastructure/postgres-product-reader.ts";
import { postgresProductWriter } from "./infrastructure/postgres-product-writer.ts";
import { postgresStockLedger } from "./infrastructure/postgres-stock-ledger.ts";

/** Puts the catalog together. */
export function createCatalogModule(deps: {
  readonly database: Pick<DatabaseConnection, "readReplica">;
  readonly spine: Pick<Spine, "unitOfWork">;
  readonly clock: Clock;
  /** Without one every read is the database's. */
  readonly cache?: Cache | undefined;
}) {
  const { database, spine, clock, cache } = deps;
  const reader = postgresProductReader(database.readReplica);
  return {
    procedures: {
      products: productsProcedures({
        clock,
        reader: cache ? cachedProductReader(reader, cache) : reader,
        transact: spine.unitOfWork((tx) => {
          const products = postgresProductWriter(tx);
          return { products: cache ? announcingProductWriter(products, tx, cache) : products };
        }),
      }),
    },
    stockLedger: cache ? announcingStockLedger(cache) : postgresStockLedger,
  };
}
