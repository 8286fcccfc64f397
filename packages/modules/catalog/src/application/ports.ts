import type { AuditTrail, Paged, Slice, UnitOfWork } from "@ashlar/kernel";
import type { Product } from "../domain/product.ts";

export type ProductOrder = {
  readonly sort: "createdAt" | "name" | "price";
  readonly order: "asc" | "desc";
};

export type ProductList = ProductOrder &
  Slice & {
    /** Words to find in name and description, in the syntax of a web search. */
    readonly words?: string | undefined;
  };

export type ProductReader = {
  readonly find: (productId: string) => Promise<Product | null>;
  /**
   * Reads a page; ties are broken by id in the same direction.
   *
   * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
   */
  readonly list: (list: ProductList) => Promise<Paged<Product>>;
};

export type ProductWriter = {
  /** Reads a product and keeps others from changing it, its stock too, until the unit of work ends. */
  readonly lock: (productId: string) => Promise<Product | null>;
  /** @throws SKU_TAKEN when another product has the stock keeping unit; the unit of work is then lost. */
  readonly insert: (product: Product) => Promise<void>;
  /** Replaces everything that may change. @throws SKU_TAKEN as `insert`. */
  readonly save: (product: Product) => Promise<void>;
};

/** What the use cases of the catalog are given. */
export type CatalogDeps = {
  readonly clock: { readonly now: () => Date };
  readonly reader: ProductReader;
  readonly transact: UnitOfWork<{
    readonly products: ProductWriter;
    readonly audit: AuditTrail<`products.${string}`>;
  }>;
};
