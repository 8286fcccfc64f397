import {
  type Database,
  keysetOrder,
  keysetWhere,
  pageCut,
  pagePlaceholders,
  plannedLimitOf,
} from "@ashlar/database";
import { and, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { ProductList, ProductOrder } from "../application/ports.ts";
import { productColumns } from "./product-row.ts";
import { products } from "./tables.ts";

/** The column that a list is sorted by; each has an index. */
const sortColumns = { createdAt: products.createdAt, name: products.name, price: products.priceMinor };

/** What decides the text of a list's statement; everything else is a parameter. */
export type ProductListShape = ProductOrder & {
  readonly isAfterCursor: boolean;
  readonly hasWords: boolean;
  /** As a constant; null for a parameter. */
  readonly limit: number | null;
};

export const shapeOf = (list: ProductList): ProductListShape => ({
  sort: list.sort,
  order: list.order,
  isAfterCursor: list.cursor !== undefined,
  hasWords: list.words !== undefined,
  limit: plannedLimitOf(list),
});

/** A text that is equal for equal shapes. */
export const shapeKeyOf = (list: ProductList): string => Object.values(shapeOf(list)).join("|");

/**
 * The condition that a product holds the words: quotes, `or` and `-` as in a web search, never a syntax error.
 *
 * A stock keeping unit matches as a whole.
 */
export const matchesWords = (words: string | Placeholder): SQL =>
  sql`(${products.search} @@ websearch_to_tsquery('english', ${words}) or ${products.search} @@ plainto_tsquery('simple', ${words}))`;

/**
 * Prepares the statement of a shape: one range of an index in its order, or, with words, what the search index finds.
 *
 * Parameters: `words`, `afterValue`, `afterId` where the shape has them; `rows` and `skipped` without a constant limit.
 */
export function productListStatement(db: Database, { sort, order, ...shape }: ProductListShape) {
  const column = sortColumns[sort];
  const [byColumn, byId] = keysetOrder(column, products.id, order);
  return (
    db
      .select(productColumns)
      .from(products)
      .where(
        and(
          shape.hasWords ? matchesWords(sql.placeholder("words")) : undefined,
          keysetWhere(column, products.id, order, shape.isAfterCursor ? pagePlaceholders.after : undefined),
        ),
      )
      // The cut stands behind the last key, because `limit()` writes a parameter in any case.
      .orderBy(byColumn, sql`${byId} ${pageCut(shape.limit)}`)
      .prepare("list_products")
  );
}
