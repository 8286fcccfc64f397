import { type Actor, uuidV7 } from "@ashlar/kernel";
import { orderErrors } from "../domain/errors.ts";
import type { Order, OrderLine } from "../domain/order.ts";
import { type Offer, placed } from "../domain/placed.ts";
import type { OrdersDeps, Reservation } from "./ports.ts";

export type PlaceOrder = {
  /** 1–50, each of another product. */
  readonly items: readonly OrderLine[];
  readonly paymentToken: string;
};

/**
 * Places an order: its stock is reserved, its prices are those of now, its payment begins.
 *
 * Stock, order, `order.placed`, the payment's first step and the audit entry commit together.
 *
 * @throws PRODUCT_NOT_FOUND, OUT_OF_STOCK for the first line that cannot be had; nothing is reserved then.
 * @throws ORDER_TOO_LARGE when the total is more than one payment can be.
 */
export async function placeOrder(
  deps: Pick<OrdersDeps, "clock" | "transact">,
  actor: Actor,
  { items, paymentToken }: PlaceOrder,
): Promise<Order> {
  return deps.transact(async ({ orders, stock, events, payments, audit }) => {
    const offers = offersOf(await stock.reserve(items));
    const order = placed(uuidV7(), actor.userId, items, offers, deps.clock.now());
    const subject = { kind: "order", id: order.id };
    await orders.insert(order, paymentToken);
    await events.append({ type: "order.placed", order, actorId: actor.userId });
    await payments.authorise(order.id);
    await audit.record({ action: "orders.placed", actor, subject, details: { total: order.total } });
    return order;
  });
}

function offersOf(reservation: Reservation): ReadonlyMap<string, Offer> {
  switch (reservation.outcome) {
    case "reserved":
      return reservation.products;
    case "short": {
      const { productId, available } = reservation;
      throw orderErrors.OUT_OF_STOCK({ productId, available });
    }
    case "unknown":
      throw orderErrors.PRODUCT_NOT_FOUND({ productId: reservation.productId });
  }
}
