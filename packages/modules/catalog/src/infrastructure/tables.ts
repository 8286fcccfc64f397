import { currencies, maximumAmountMinor, maximumStock } from "@ashlar/contracts/vocabulary";
import { at, currency, id, isOneOf, minor } from "@ashlar/database";
import { type SQL, sql } from "drizzle-orm";
import { check, customType, index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * Products.
 *
 * No index names `stock`, so that reserving rewrites the row alone (a heap-only update) and no index. The lists
 * are read in the order of an index by time, name or price, in either direction; ties end with the id.
 *
 * `search` weighs the name and the stock keeping unit over the description, in the `english` configuration.
 */
export const products = pgTable(
  "products",
  {
    id: id(),
    sku: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    priceMinor: minor().notNull(),
    currency: currency().notNull(),
    stock: integer().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', ${products.name}), 'A') || setweight(to_tsvector('simple', ${products.sku}), 'A') || setweight(to_tsvector('english', ${products.description}), 'B')`,
    ),
  },
  (product) => [
    unique("products_sku_key").on(product.sku),
    index("products_created_at_idx").on(product.createdAt, product.id),
    index("products_name_idx").on(product.name, product.id),
    index("products_price_idx").on(product.priceMinor, product.id),
    index("products_search_idx").using("gin", product.search),
    check("products_sku_check", sql`${product.sku} ~ '^[A-Z0-9][A-Z0-9._-]{0,63}$'`),
    check("products_name_check", sql`char_length(${product.name}) between 1 and 200`),
    check("products_description_check", sql`char_length(${product.description}) <= 10000`),
    check(
      "products_price_check",
      sql`${product.priceMinor} between 1 and ${sql.raw(String(maximumAmountMinor))}`,
    ),
    check("products_currency_check", isOneOf(product.currency, currencies)),
    check("products_stock_check", sql`${product.stock} between 0 and ${sql.raw(String(maximumStock))}`),
  ],
);
