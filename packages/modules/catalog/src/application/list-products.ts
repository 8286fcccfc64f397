import type { Paged, Slice } from "@ashlar/kernel";
import type { Product } from "../domain/product.ts";
import type { CatalogDeps, ProductOrder } from "./ports.ts";

export type ListProducts = ProductOrder & Slice & { readonly q?: string | undefined };

/**
 * Lists products.
 *
 * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
 */
export const listProducts = (
  deps: Pick<CatalogDeps, "reader">,
  { q, sort, order, limit, page, cursor }: ListProducts,
): Promise<Paged<Product>> => deps.reader.list({ words: q, sort, order, limit, page, cursor });
