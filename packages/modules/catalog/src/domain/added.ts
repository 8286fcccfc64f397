import type { Money, Product } from "./product.ts";

/** What is said of a new product. */
export type NewProduct = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly price: Money;
  readonly stock: number;
};

/** A new product. */
export const added = (
  id: string,
  { sku, name, description, price, stock }: NewProduct,
  at: Date,
): Product => ({
  id,
  sku,
  name,
  description,
  price,
  stock,
  createdAt: at,
  updatedAt: at,
});
