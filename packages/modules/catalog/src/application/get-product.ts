import { productErrors } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { CatalogDeps } from "./ports.ts";

/** Reads a product. @throws PRODUCT_NOT_FOUND when there is none. */
export async function getProduct(
  deps: Pick<CatalogDeps, "reader">,
  { id }: { readonly id: string },
): Promise<Product> {
  const product = await deps.reader.find(id);
  if (product === null) throw productErrors.PRODUCT_NOT_FOUND({ productId: id });
  return product;
}
