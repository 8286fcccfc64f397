import { memoryPage, memoryRows } from "@ashlar/testing";
import type { ProductList, ProductReader, ProductWriter } from "../src/application/ports.ts";
import { productErrors } from "../src/domain/errors.ts";
import type { Product } from "../src/domain/product.ts";
import type { ReservedProduct, StockLine } from "../src/infrastructure/postgres-stock-ledger.ts";
import type { ProductStore } from "./product-store.ts";

/** Keeps products in memory. Passes the contract suite of the ports. */
export function memoryProductStore(): ProductStore {
  const products = memoryRows<Product>();
  const reader: ProductReader = {
    find: async (productId) => products.find(productId) ?? null,
    list: async (list) => {
      const matching = products.all().filter((product) => holdsWords(list, product));
      return memoryPage(matching, list, (product) => keyOf(list, product));
    },
  };
  return {
    reader,
    transact: (work) =>
      products.transact((draft) =>
        work({ products: memoryProductWriter(draft), stock: memoryStockLedger(draft) }),
      ),
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
    .every((word) => {
      const text = `${name} ${description}`.toLowerCase();
      return word.startsWith("-") ? !text.includes(word.slice(1)) : text.includes(word);
    });

function keyOf({ sort }: ProductList, product: Product): string {
  if (sort === "createdAt") return product.createdAt.toISOString();
  return sort === "name" ? product.name : String(product.price.amountMinor).padStart(9, "0");
}
