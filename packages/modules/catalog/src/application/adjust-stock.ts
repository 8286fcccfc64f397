import type { Actor } from "@ashlar/kernel";
import { productErrors } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import { restocked } from "../domain/restocked.ts";
import type { CatalogDeps } from "./ports.ts";

export type AdjustStock = {
  readonly id: string;
  /** Pieces to add; negative to take off. */
  readonly delta: number;
};

/**
 * Adds pieces to a product's stock, or takes them off.
 *
 * Relative, so that two people who count at once, or an order in between, lose nothing.
 *
 * @throws PRODUCT_NOT_FOUND when there is none.
 * @throws INSUFFICIENT_STOCK when fewer are there than are to be taken off; what orders have reserved is not there.
 */
export async function adjustStock(
  deps: Pick<CatalogDeps, "clock" | "transact">,
  actor: Actor,
  { id, delta }: AdjustStock,
): Promise<Product> {
  return deps.transact(async ({ products, audit }) => {
    const product = await products.lock(id);
    if (product === null) throw productErrors.PRODUCT_NOT_FOUND({ productId: id });
    const next = restocked(product, delta, deps.clock.now());
    await products.save(next);
    const details = { delta, stock: next.stock };
    await audit.record({
      action: "products.stock-adjusted",
      actor,
      subject: { kind: "product", id },
      details,
    });
    return next;
  });
}
