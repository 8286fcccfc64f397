import { uuidV7 } from "@ashlar/kernel";
import type { Shelf } from "./shelf.ts";

/** What the `call`-th order asks for, the same for every candidate; its key is new each time. */
export function orderRequest({ buyerIds, productIds }: Shelf, call: number) {
  const pick = (index: number): string => productIds[(call * 7 + index * 331) % productIds.length] ?? "";
  return {
    buyerId: buyerIds[call % buyerIds.length] ?? "",
    items: [0, 1, 2].map((index) => ({ productId: pick(index), quantity: 1 })),
    key: uuidV7(),
  };
}
