import {
  type Database,
  keysetOrder,
  keysetWhere,
  pageCut,
  pagePlaceholders,
  plannedLimitOf,
  rowsThrough,
  searchSelect,
} from "@ashlar/database";
import { type Placeholder, type SQL, sql } from "drizzle-orm";
import type { ProductList, ProductOrder } from "../application/ports.ts";
import { foundColumns, productColumns } from "./product-row.ts";
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
 * A stock keeping unit matches as a whole, unless words are excluded: their stems would be found as they stand. The words are parsed once for a statement: not for each product, nor for a
 * plan of their own.
 */
export const matchesWords = (words: string | Placeholder): SQL =>
  sql`${products.search} @@ (select case when ${words} ~ '(^| )-' then websearch_to_tsquery('english', ${words}) else websearch_to_tsquery('english', ${words}) || plainto_tsquery('simple', ${words}) end)`;

/**
 * Prepares the statement of a shape: one range of an index in its order, or, with words, what `searchSelect` finds.
 *
 * Parameters: `words`, `afterValue`, `afterId` where the shape has them; `rows`, `skipped` and, with words, `through`
 * without a constant limit.
 */
export function productListStatement(db: Database, shape: ProductListShape) {
  const column = sortColumns[shape.sort];
  const [byColumn, byId] = keysetOrder(column, products.id, shape.order);
  const after = shape.isAfterCursor ? pagePlaceholders.after : undefined;
  const condition = keysetWhere(column, products.id, shape.order, after);
  const source = shape.hasWords
    ? db
        .select(foundColumns)
        .from(sql`(${foundSelect(shape, condition, sql`${byColumn}, ${byId}`)}) as ${products}`)
    : db.select(productColumns).from(products).where(condition);
  // The cut stands behind the last key, because `limit()` writes a parameter in any case.
  return source.orderBy(byColumn, sql`${byId} ${pageCut(shape.limit)}`).prepare("list_products");
}

const foundSelect = (shape: ProductListShape, condition: SQL | undefined, order: SQL): SQL =>
  searchSelect({
    table: products,
    columns: sql.join(
      Object.values(productColumns).map((column) => sql`${column}`),
      sql`, `,
    ),
    condition,
    matches: matchesWords(sql.placeholder("words")),
    order,
    rows: rowsThrough(shape.limit),
  });
