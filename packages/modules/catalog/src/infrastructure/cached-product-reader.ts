import type { CachedReads } from "@ashlar/cache";
import type { ProductReader } from "../application/ports.ts";
import { productListTag, productTag } from "./product-tags.ts";

/** Reads products through the cache; a product's change ends what was kept of it and every list. */
export const cachedProductReader = (reader: ProductReader, cache: CachedReads): ProductReader => ({
  find: (productId) =>
    cache.through({ key: `product:${productId}`, tags: [productTag(productId)] }, () =>
      reader.find(productId),
    ),
  list: (list) => {
    const { sort, order, limit, page, cursor, words } = list;
    const key = `products:${JSON.stringify([sort, order, limit, page, cursor, words])}`;
    return cache.through({ key, tags: [productListTag] }, () => reader.list(list));
  },
});
