import { maximumAmountMinor } from "@ashlar/contracts/vocabulary";
import { orderErrors } from "./errors.ts";
import { type Money, totalOf } from "./money.ts";
import type { Order, OrderItem, OrderLine } from "./order.ts";

/** What a product is called and costs now. */
export type Offer = { readonly name: string; readonly price: Money };

/**
 * A new order at the prices of now, which it keeps.
 *
 * @param lines - 1–50, each of another product.
 * @param offers - By product; one for every line.
 * @throws ORDER_TOO_LARGE when the total is more than one payment can be.
 */
export function placed(
  id: string,
  buyerId: string,
  lines: readonly OrderLine[],
  offers: ReadonlyMap<string, Offer>,
  at: Date,
): Order {
  const items = lines.map((line) => itemOf(line, offers.get(line.productId)));
  const total = totalOf(items);
  if (total.amountMinor > maximumAmountMinor) {
    throw orderErrors.ORDER_TOO_LARGE({ maximumMinor: maximumAmountMinor });
  }
  return { id, buyerId, status: "pending", items, total, reason: null, placedAt: at, updatedAt: at };
}

function itemOf({ productId, quantity }: OrderLine, offer: Offer | undefined): OrderItem {
  if (!offer) throw new RangeError("A reserved product has no price.");
  return { productId, name: offer.name, unitPrice: offer.price, quantity };
}
