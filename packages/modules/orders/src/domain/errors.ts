import { defineErrors } from "@ashlar/kernel";
import type { OrderStatus } from "./order.ts";

type Standing = { readonly orderId: string; readonly status: OrderStatus };

export const orderErrors = defineErrors({
  ORDER_NOT_FOUND: (_: { readonly orderId: string }) => "There is no such order.",
  ORDER_NOT_CANCELLABLE: ({ status }: Standing) => `The order is ${status}; it cannot be cancelled any more.`,
  ORDER_NOT_FULFILLABLE: ({ status }: Standing) =>
    `The order is ${status}; only a confirmed one can be fulfilled.`,
  ORDER_TOO_LARGE: (_: { readonly maximumMinor: number }) => "The total is more than one payment can be.",
  PRODUCT_NOT_FOUND: (_: { readonly productId: string }) => "There is no such product.",
  OUT_OF_STOCK: ({ available }: { readonly productId: string; readonly available: number }) =>
    available === 0 ? "The product is sold out." : `There are only ${available} pieces of the product.`,
});
