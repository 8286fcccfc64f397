import {
  type Database,
  decodeCursor,
  encodeCursor,
  isTimestampKey,
  offsetOf,
  toPage,
} from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import type { ProductList, ProductOrder, ProductReader } from "../application/ports.ts";
import type { Product } from "../domain/product.ts";
import { matchesWords, productListStatement, shapeOf } from "./product-list-statement.ts";
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
  const listStatements = new Map<string, ReturnType<typeof productListStatement>>();

  const listStatement = (list: ProductList): ReturnType<typeof productListStatement> => {
    const shape = shapeOf(list);
    const key = Object.values(shape).join("|");
    const statement = listStatements.get(key) ?? productListStatement(db, shape);
    listStatements.set(key, statement);
    return statement;
  };
  return {
    find: async (productId) => {
      const [row] = await findStatement.execute({ id: productId });
      return row ? productOfRow(row) : null;
    },
    list: async (list) => {
      const parameters = parametersOf(list);
      const counting = list.page === undefined ? undefined : db.$count(products, conditionOf(list));
      const [rows, total] = await Promise.all([listStatement(list).execute(parameters), counting]);
      const cursorOf = (last: Product): string =>
        encodeCursor(nameOf(list), { value: keyOf(last, list), id: last.id });
      return toPage(rows.map(productOfRow), list, cursorOf, total);
    },
  };
}

const nameOf = ({ sort, order }: ProductList): string => `products.${sort}.${order}`;

function parametersOf(list: ProductList): Record<string, unknown> {
  const skipped = offsetOf(list);
  const after =
    list.cursor === undefined ? undefined : decodeCursor(nameOf(list), list.cursor, isSortValue[list.sort]);
  return {
    words: list.words,
    afterValue: after?.value,
    afterId: after?.id,
    rows: list.limit + 1,
    skipped,
  };
}

const isSortValue: Readonly<Record<ProductOrder["sort"], (value: string) => boolean>> = {
  createdAt: isTimestampKey,
  name: (value) => value.length <= 200,
  price: (value) => /^\d{1,9}$/.test(value),
};

function keyOf(product: Product, { sort }: ProductList): string {
  if (sort === "createdAt") return product.createdAt.toISOString();
  return sort === "name" ? product.name : String(product.price.amountMinor);
}

const conditionOf = ({ words }: ProductList) => (words === undefined ? undefined : matchesWords(words));
