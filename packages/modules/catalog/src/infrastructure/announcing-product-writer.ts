import type { CacheChanges } from "@ashlar/cache";
import type { Transaction } from "@ashlar/database";
import type { ProductWriter } from "../application/ports.ts";
import { productListTag, productTag } from "./product-tags.ts";

/** Writes products and ends what is cached of them, in every process and with the commit. */
export const announcingProductWriter = (
  writer: ProductWriter,
  tx: Transaction,
  cache: CacheChanges,
): ProductWriter => {
  const changed = (productId: string): Promise<void> =>
    cache.withCommit(tx, [productTag(productId), productListTag]);
  return {
    lock: writer.lock,
    insert: async (product) => {
      await writer.insert(product);
      await changed(product.id);
    },
    save: async (product) => {
      await writer.save(product);
      await changed(product.id);
    },
  };
};
