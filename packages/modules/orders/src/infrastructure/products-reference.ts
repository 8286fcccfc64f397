import { pgTable, uuid } from "drizzle-orm/pg-core";

/**
 * The column of `products` that order items refer to: the target of a foreign key.
 *
 * The catalog owns the table; see docs/decisions/006-cross-module-references.md.
 */
export const productsReference = pgTable("products", { id: uuid().primaryKey() });
