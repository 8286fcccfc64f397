import type { EventAppender, NewEvent } from "@ashlar/spine";
import type { OrderEvents } from "../application/ports.ts";
import type { Order } from "../domain/order.ts";
import type { OrderEvent } from "../domain/order-event.ts";

/** Tells of orders in the words of the contract. */
export const orderEvents = (events: EventAppender): OrderEvents => ({
  append: (event) => events.append(contractEvent(event)),
});

function contractEvent({ type, order, actorId }: OrderEvent): NewEvent {
  const about = { aggregateId: order.id, actorId };
  const aOrder = { orderId: order.id, buyerId: order.buyerId };
  switch (type) {
    case "order.placed":
      return {
        ...about,
        type,
        isFirst: true,
        data: { ...aOrder, total: order.total, items: itemsOf(order) },
      };
    case "order.confirmed":
      return { ...about, type, data: { ...aOrder, total: order.total } };
    case "order.payment_failed":
    case "order.cancelled":
      return { ...about, type, data: { ...aOrder, reason: order.reason ?? "" } };
    case "order.fulfilled":
      return { ...about, type, data: aOrder };
  }
}

const itemsOf = ({ items }: Order) =>
  items.map(({ productId, quantity, unitPrice }) => ({
    productId,
    quantity,
    unitPriceMinor: unitPrice.amountMinor,
  }));
