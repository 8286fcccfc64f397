import { type Column, sql } from "drizzle-orm";
import type { Product } from "../domain/product.ts";
import { products } from "./tables.ts";

/** The columns of a product; the search vector stays in the database. */
export const productColumns = {
  id: products.id,
  sku: products.sku,
  name: products.name,
  description: products.description,
  priceMinor: products.priceMinor,
  stock: products.stock,
  createdAt: products.createdAt,
  updatedAt: products.updatedAt,
};

/** A column of rows that go by the name of the table they were selected from. */
const found = <Source extends Column>(column: Source) => sql`${column}`.mapWith(column);

/** `productColumns` of a selection that goes by the name of the table. */
export const foundColumns = {
  id: found(products.id),
  sku: found(products.sku),
  name: found(products.name),
  description: found(products.description),
  priceMinor: found(products.priceMinor),
  stock: found(products.stock),
  createdAt: found(products.createdAt),
  updatedAt: found(products.updatedAt),
};

type ProductRow = Omit<Product, "price"> & { readonly priceMinor: number };

/** The check on the currency admits no other. */
export const productOfRow = ({ priceMinor, ...row }: ProductRow): Product => ({
  id: row.id,
  sku: row.sku,
  name: row.name,
  description: row.description,
  price: { amountMinor: priceMinor, currency: "EUR" },
  stock: row.stock,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export const rowOfProduct = ({ price, ...product }: Product) => ({
  ...product,
  priceMinor: price.amountMinor,
  currency: price.currency,
});
