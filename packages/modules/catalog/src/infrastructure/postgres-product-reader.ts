import {
  type Database,
  encodeCursor,
  isTimestampKey,
  listTotal,
  pageParameters,
  statementsByShape,
  toPage,
  webSearch,
} from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import type { ProductList, ProductOrder, ProductReader } from "../application/ports.ts";
import type { Product } from "../domain/product.ts";
import { matchesWords, productListStatement, shapeKeyOf, shapeOf } from "./product-list-statement.ts";
import { productColumns, productOfRow } from "./product-row.ts";
import { products } from "./tables.ts";

/**
 * Reads products from PostgreSQL: one prepared statement for a product, one for a page; a numbered page counts
 * beside it. Statements are built once per shape of list, of which there are 96.
 */
export function postgresProductReader(db: Database): ProductReader {
  const findStatement = db
    .select(productColumns)
    .from(products)
    .where(eq(products.id, sql.placeholder("id")))
    .prepare("find_product");
  const listStatement = statementsByShape(shapeKeyOf, (list: ProductList) =>
    productListStatement(db, shapeOf(list)),
  );
  return {
    find: async (productId) => {
      const [row] = await findStatement.execute({ id: productId });
      return row ? productOfRow(row) : null;
    },
    list: async (list) => {
      const parameters = parametersOf(list);
      const counting = listTotal(db, products, conditionOf(list), list);
      const [rows, total] = await Promise.all([listStatement(list).execute(parameters), counting]);
      const cursorOf = (last: Product): string =>
        encodeCursor(nameOf(list), { value: keyOf(last, list), id: last.id });
      return toPage(rows.map(productOfRow), list, cursorOf, total);
    },
  };
}

const nameOf = ({ sort, order }: ProductList): string => `products.${sort}.${order}`;

const parametersOf = (list: ProductList) => ({
  words: list.words === undefined ? undefined : webSearch(list.words),
  ...pageParameters(nameOf(list), list, isSortValue[list.sort]),
});

const isSortValue: Readonly<Record<ProductOrder["sort"], (value: string) => boolean>> = {
  createdAt: isTimestampKey,
  name: (value) => value.length <= 200,
  price: (value) => /^\d{1,9}$/.test(value),
};

function keyOf(product: Product, { sort }: ProductList): string {
  if (sort === "createdAt") return product.createdAt.toISOString();
  return sort === "name" ? product.name : String(product.price.amountMinor);
}

const conditionOf = ({ words }: ProductList) =>
  words === undefined ? undefined : matchesWords(webSearch(words));
