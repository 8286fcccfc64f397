import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import { adjustStock } from "../application/adjust-stock.ts";
import { createProduct } from "../application/create-product.ts";
import { getProduct } from "../application/get-product.ts";
import { listProducts } from "../application/list-products.ts";
import type { CatalogDeps } from "../application/ports.ts";
import { updateProduct } from "../application/update-product.ts";
import { toListView } from "./list-view.ts";

/** The products of the contract, filled in; a product already has the shape of the contract's `Product`. */
export const productsProcedures = (deps: CatalogDeps) =>
  implement(contract.products, {
    list: async ({ input }) => toListView(await listProducts(deps, input)),
    get: ({ input }) => getProduct(deps, input),
    create: ({ actor, input }) => createProduct(deps, actor, input),
    update: ({ actor, input }) => updateProduct(deps, actor, input),
    adjustStock: ({ actor, input }) => adjustStock(deps, actor, input),
  });
