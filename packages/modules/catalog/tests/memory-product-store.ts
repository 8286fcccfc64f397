import { decodeCursor, encodeCursor, offsetOf, toPage } from "@ashlar/database";
import type { ProductList, ProductReader, ProductWriter } from "../src/application/ports.ts";
import { productErrors } from "../src/domain/errors.ts";
import type { Product } from "../src/domain/product.ts";
import type { ReservedProduct, StockLine } from "../src/infrastructure/postgres-stock-ledger.ts";
import type { ProductStore } from "./product-store.ts";

/** Keeps products in memory; units of work run one after the other. Passes the contract suite of the ports. */
export function memoryProductStore(): ProductStore {
  let products = new Map<string, Product>();
  let last: Promise<unknown> = Promise.resolve();
  const reader: ProductReader = {
    find: async (productId) => products.get(productId) ?? null,
    list: async (list) => {
      const name = `memory.${list.sort}.${list.order}`;
      const skipped = offsetOf(list);
      const after = list.cursor === undefined ? undefined : decodeCursor(name, list.cursor, () => true);
      const matching = [...products.values()]
        .filter((product) => holdsWords(list, product))
        .sort(compared(list));
      const rest = after
        ? matching.filter((product) => isAfter(list, product, after))
        : matching.slice(skipped);
      const cursorOf = (row: Product) => encodeCursor(name, { value: keyOf(list, row), id: row.id });
      return toPage(rest.slice(0, list.limit + 1), list, cursorOf, matching.length);
    },
  };
  return {
    reader,
    transact: (work) => {
      const run = async () => {
        const draft = new Map(products);
        const result = await work({ products: memoryProductWriter(draft), stock: memoryStockLedger(draft) });
        products = draft;
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function memoryProductWriter(products: Map<string, Product>): ProductWriter {
  const put = async (product: Product): Promise<void> => {
    for (const { id, sku } of products.values()) {
      if (sku === product.sku && id !== product.id) throw productErrors.SKU_TAKEN({ sku });
    }
    products.set(product.id, product);
  };
  return { lock: async (productId) => products.get(productId) ?? null, insert: put, save: put };
}

const memoryStockLedger = (
  products: Map<string, Product>,
): Parameters<Parameters<ProductStore["transact"]>[0]>[0]["stock"] => {
  const add = ({ productId, quantity }: StockLine, sign: 1 | -1): void => {
    const product = products.get(productId);
    if (product) products.set(productId, { ...product, stock: product.stock + sign * quantity });
  };
  return {
    reserve: async (lines) => {
      const offers = new Map<string, ReservedProduct>();
      for (const { productId, quantity } of lines) {
        const product = products.get(productId);
        if (!product) return { outcome: "unknown", productId };
        if (product.stock < quantity) return { outcome: "short", productId, available: product.stock };
        offers.set(productId, { name: product.name, price: product.price });
      }
      for (const line of lines) add(line, -1);
      return { outcome: "reserved", products: offers };
    },
    release: async (lines) => {
      for (const line of lines) add(line, 1);
    },
  };
};

const holdsWords = ({ words }: ProductList, { name, description, sku }: Product): boolean =>
  words === undefined ||
  words === sku ||
  words
    .toLowerCase()
    .split(" ")
    .every((word) => `${name} ${description}`.toLowerCase().includes(word));

function keyOf({ sort }: ProductList, product: Product): string {
  if (sort === "createdAt") return product.createdAt.toISOString();
  return sort === "name" ? product.name : String(product.price.amountMinor).padStart(9, "0");
}

const compared = (list: ProductList) => (left: Product, right: Product) => {
  const ascending = comparison([keyOf(list, left), left.id], [keyOf(list, right), right.id]);
  return list.order === "asc" ? ascending : -ascending;
};

function isAfter(list: ProductList, product: Product, key: { value: string; id: string }): boolean {
  const ascending = comparison([keyOf(list, product), product.id], [key.value, key.id]);
  return list.order === "asc" ? ascending > 0 : ascending < 0;
}

function comparison([value, id]: [string, string], [otherValue, otherId]: [string, string]): number {
  if (value !== otherValue) return value < otherValue ? -1 : 1;
  if (id === otherId) return 0;
  return id < otherId ? -1 : 1;
}
