import type { Money, Product } from "./product.ts";

/** What may be changed; an absent field stays. Stock is changed by `restocked` alone. */
export type Edit = {
  readonly sku?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly price?: Money | undefined;
};

/** The product with the edit; the same value when nothing changes. */
export function edited(product: Product, edit: Edit, at: Date): Product {
  const { sku = product.sku, name = product.name, description = product.description } = edit;
  const { price = product.price } = edit;
  const isSame =
    sku === product.sku &&
    name === product.name &&
    description === product.description &&
    price.amountMinor === product.price.amountMinor &&
    price.currency === product.price.currency;
  return isSame ? product : { ...product, sku, name, description, price, updatedAt: at };
}
