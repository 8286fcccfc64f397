import type { ProductReader, ProductWriter } from "../src/application/ports.ts";
import type { Product } from "../src/domain/product.ts";
import type { postgresStockLedger } from "../src/infrastructure/postgres-stock-ledger.ts";

export type ProductStore = {
  readonly reader: ProductReader;
  readonly transact: <Result>(
    work: (writers: {
      readonly products: ProductWriter;
      readonly stock: ReturnType<typeof postgresStockLedger>;
    }) => Promise<Result>,
  ) => Promise<Result>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Puts products into a store. */
export const filled = async (store: ProductStore, products: readonly Product[]): Promise<void> => {
  for (const product of products) await store.transact((writers) => writers.products.insert(product));
};
