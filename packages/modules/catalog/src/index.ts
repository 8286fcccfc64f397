import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import { productsProcedures } from "./api/products-procedures.ts";
import { postgresProductReader } from "./infrastructure/postgres-product-reader.ts";
import { postgresProductWriter } from "./infrastructure/postgres-product-writer.ts";

export { postgresStockLedger } from "./infrastructure/postgres-stock-ledger.ts";
export { seedProducts } from "./infrastructure/seed/seed-products.ts";

/** Puts the catalog together. */
export const createCatalogModule = (deps: {
  readonly database: Pick<DatabaseConnection, "read">;
  readonly spine: Pick<Spine, "unitOfWork">;
  readonly clock: Clock;
}) => ({
  procedures: {
    products: productsProcedures({
      clock: deps.clock,
      reader: postgresProductReader(deps.database.read),
      transact: deps.spine.unitOfWork((tx) => ({ products: postgresProductWriter(tx) })),
    }),
  },
});
