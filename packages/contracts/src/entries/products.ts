import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { Id } from "../schemas/ids.ts";
import { listOf } from "../schemas/list-of.ts";
import { Price } from "../schemas/money.ts";
import { Product, ProductDescription, ProductName, Sku } from "../schemas/product.ts";
import { line } from "../schemas/text.ts";
import { maximumStock } from "../vocabulary/limits.ts";
import { PRODUCT_NOT_FOUND } from "./product-errors.ts";

const SKU_TAKEN = defineError(
  "SKU_TAKEN",
  409,
  "Another product has this stock keeping unit.",
  z.object({ sku: z.string() }),
);
const INSUFFICIENT_STOCK = defineError(
  "INSUFFICIENT_STOCK",
  409,
  "There are fewer pieces than are to be taken off; nothing was changed.",
  z.object({ productId: Id, available: z.int() }),
);

const ById = z.strictObject({ id: Id });

export const products = {
  list: query("GET /products", {
    summary: "Lists products.",
    agents: true,
    access: "public",
    ...listOf(
      Product,
      { sort: ["createdAt", "name", "price"] },
      {
        /** Words to find in name and description; quotes, `or` and `-` as in a web search. */
        q: line(1, 200).optional(),
      },
    ),
  }),
  get: query("GET /products/{id}", {
    summary: "Reads one product.",
    agents: true,
    access: "public",
    input: ById,
    output: Product,
    errors: [PRODUCT_NOT_FOUND],
  }),
  create: mutation("POST /products", {
    summary: "Adds a product to the catalog.",
    agents: true,
    access: "catalog:write",
    idempotency: "none",
    input: z.strictObject({
      sku: Sku,
      name: ProductName,
      description: ProductDescription.default(""),
      price: Price,
      stock: z.int().min(0).max(maximumStock).default(0),
    }),
    output: Product,
    success: 201,
    errors: [SKU_TAKEN],
  }),
  update: mutation("PATCH /products/{id}", {
    summary: "Updates a product; orders keep the name and price that they were placed with.",
    agents: true,
    access: "catalog:write",
    idempotency: "natural",
    input: z.strictObject({
      id: Id,
      sku: Sku.optional(),
      name: ProductName.optional(),
      description: ProductDescription.optional(),
      price: Price.optional(),
    }),
    output: Product,
    errors: [PRODUCT_NOT_FOUND, SKU_TAKEN],
  }),
  adjustStock: mutation("POST /products/{id}/stock", {
    summary: "Adds to or removes from the stock of a product.",
    agents: true,
    access: "catalog:write",
    idempotency: "key",
    input: z.strictObject({
      id: Id,
      /** Pieces to add; negative to take off. */
      delta: z.int().min(-maximumStock).max(maximumStock),
    }),
    output: Product,
    errors: [PRODUCT_NOT_FOUND, INSUFFICIENT_STOCK],
  }),
};
