import { onConstraint, type Transaction } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { ProductWriter } from "../application/ports.ts";
import { productErrors } from "../domain/errors.ts";
import { productColumns, productOfRow, rowOfProduct } from "./product-row.ts";
import { products } from "./tables.ts";

const skuTaken = (sku: string) => ({
  products_sku_key: (cause: unknown) => productErrors.SKU_TAKEN({ sku }, { cause }),
});

/** Writes products in an open transaction. */
export const postgresProductWriter = (tx: Transaction): ProductWriter => ({
  lock: async (productId) => {
    // Not `for update`: orders may keep inserting rows that point at the product.
    const [row] = await tx
      .select(productColumns)
      .from(products)
      .where(eq(products.id, productId))
      .for("no key update");
    return row ? productOfRow(row) : null;
  },
  insert: async (product) => {
    await onConstraint(skuTaken(product.sku), () => tx.insert(products).values(rowOfProduct(product)));
  },
  save: async (product) => {
    const { id, createdAt: _, ...changed } = rowOfProduct(product);
    await onConstraint(skuTaken(product.sku), () =>
      tx.update(products).set(changed).where(eq(products.id, id)),
    );
  },
});
