import { maximumStock } from "@ashlar/contracts/vocabulary";
import { productErrors, tooManyPieces } from "./errors.ts";
import type { Product } from "./product.ts";

/**
 * The product with pieces added, or taken off.
 *
 * @param delta - An integer; negative to take off.
 * @throws INSUFFICIENT_STOCK when fewer are there than are to be taken off.
 * @throws VALIDATION_FAILED naming `delta` when there would be more than 1,000,000,000.
 */
export function restocked(product: Product, delta: number, at: Date): Product {
  const stock = product.stock + delta;
  if (stock < 0) {
    throw productErrors.INSUFFICIENT_STOCK({ productId: product.id, available: product.stock });
  }
  if (stock > maximumStock) throw tooManyPieces(maximumStock);
  return { ...product, stock, updatedAt: at };
}
