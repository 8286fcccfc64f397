import type { Actor } from "@ashlar/kernel";
import { type Edit, edited } from "../domain/edited.ts";
import { productErrors } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { CatalogDeps } from "./ports.ts";

export type UpdateProduct = Edit & { readonly id: string };

/**
 * Changes a product. Repeating the call changes nothing further, not even `updatedAt`.
 *
 * @throws PRODUCT_NOT_FOUND when there is none.
 * @throws SKU_TAKEN when another one has the stock keeping unit.
 */
export async function updateProduct(
  deps: Pick<CatalogDeps, "clock" | "transact">,
  actor: Actor,
  { id, ...edit }: UpdateProduct,
): Promise<Product> {
  return deps.transact(async ({ products, audit }) => {
    const product = await products.lock(id);
    if (product === null) throw productErrors.PRODUCT_NOT_FOUND({ productId: id });
    const next = edited(product, edit, deps.clock.now());
    if (next === product) return product;
    await products.save(next);
    const details = { fields: Object.keys(edit) };
    await audit.record({ action: "products.updated", actor, subject: { kind: "product", id }, details });
    return next;
  });
}
