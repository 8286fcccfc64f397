import type { DatabaseConnection } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import { added } from "../../domain/added.ts";
import type { Product } from "../../domain/product.ts";
import { rowOfProduct } from "../product-row.ts";
import { products } from "../tables.ts";
import { productDescription, productName, type Random } from "./product-text.ts";

/** Rows of one insert and one transaction. */
const BATCH_ROWS = 500;

export type SeedProducts = {
  /** 0 or more. */
  readonly count: number;
  readonly random: Random;
  /** Pieces of each; default: 0–500, one in ten sold out. */
  readonly stock?: number;
  /** The newest moment of a product. Default: now. */
  readonly now?: Date;
  /** Called after each batch with the products written so far. */
  readonly onProgress?: (done: number) => void;
};

/**
 * Writes made-up products in batches, each in a transaction of its own: an interruption keeps the batches before it.
 *
 * @returns The ids, in the order in which they were made.
 */
export async function seedProducts(
  database: Pick<DatabaseConnection, "transact">,
  { count, random, stock, now = new Date(), onProgress }: SeedProducts,
): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const length = Math.min(BATCH_ROWS, count - ids.length);
    const batch = Array.from({ length }, () => inventedProduct(random, now, stock));
    await database.transact((tx) => tx.insert(products).values(batch.map(rowOfProduct)));
    ids.push(...batch.map(({ id }) => id));
    onProgress?.(ids.length);
  }
  return ids;
}

/** The unit ends with the random part of the id, so seeding again adds products. */
function inventedProduct(random: Random, now: Date, stock: number | undefined): Product {
  const id = uuidV7();
  const createdAt = new Date(now.getTime() - Math.floor(random() ** 2 * 730 * 86_400_000));
  const pieces = random() < 0.1 ? 0 : Math.floor(random() * 501);
  return added(
    id,
    {
      sku: `AS-${id.slice(-12).toUpperCase()}`,
      name: productName(random),
      description: productDescription(random),
      price: { amountMinor: 95 + 100 * Math.floor(5 + random() ** 3 * 400), currency: "EUR" },
      stock: stock ?? pieces,
    },
    createdAt,
  );
}
