import { type Actor, uuidV7 } from "@ashlar/kernel";
import { added, type NewProduct } from "../domain/added.ts";
import type { Product } from "../domain/product.ts";
import type { CatalogDeps } from "./ports.ts";

/** Adds a product. @throws SKU_TAKEN when another one has the stock keeping unit. */
export async function createProduct(
  deps: Pick<CatalogDeps, "clock" | "transact">,
  actor: Actor,
  product: NewProduct,
): Promise<Product> {
  const next = added(uuidV7(), product, deps.clock.now());
  await deps.transact(async ({ products, audit }) => {
    await products.insert(next);
    const subject = { kind: "product", id: next.id };
    await audit.record({ action: "products.created", actor, subject, details: { sku: next.sku } });
  });
  return next;
}
