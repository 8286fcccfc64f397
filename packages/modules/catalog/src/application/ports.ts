import type { Actor, Paged, UnitOfWork } from "@ashlar/kernel";
import type { Product } from "../domain/product.ts";

export type ProductOrder = {
  readonly sort: "createdAt" | "name" | "price";
  readonly order: "asc" | "desc";
};

export type ProductList = ProductOrder & {
  /** Words to find in name and description, in the syntax of a web search. */
  readonly words?: string | undefined;
  /** 1–100. */
  readonly limit: number;
  readonly page?: number | undefined;
  readonly cursor?: string | undefined;
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

/** Keeps who did what; entries commit with the change. */
export type AuditTrail = {
  readonly record: (entry: {
    readonly action: string;
    readonly actor: Actor;
    readonly subject: { readonly kind: string; readonly id: string };
    readonly details?: Readonly<Record<string, unknown>>;
  }) => Promise<void>;
};

/** What the use cases of the catalog are given. */
export type CatalogDeps = {
  readonly clock: { readonly now: () => Date };
  readonly reader: ProductReader;
  readonly transact: UnitOfWork<{ readonly products: ProductWriter; readonly audit: AuditTrail }>;
};
