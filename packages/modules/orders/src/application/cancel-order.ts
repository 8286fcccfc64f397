import { type Actor, isSelf } from "@ashlar/kernel";
import { cancelled } from "../domain/cancelled.ts";
import { orderErrors } from "../domain/errors.ts";
import { mayCancel } from "../domain/may-cancel.ts";
import type { Order } from "../domain/order.ts";
import type { OrdersDeps } from "./ports.ts";

export type CancelOrder = {
  readonly id: string;
  /** 1–280 characters; default: who did it. */
  readonly reason?: string | undefined;
};

/**
 * Cancels an order: its stock is released, its payment is voided, now or whenever it turns out to be authorised.
 *
 * Order, stock, `order.cancelled`, the audit entry and the step that voids the payment commit together. Repeating the
 * call returns the first result and does nothing.
 *
 * @throws ORDER_NOT_FOUND when there is none or the actor may not cancel it; the two look alike.
 * @throws ORDER_NOT_CANCELLABLE when it is fulfilled or its payment has failed.
 */
export async function cancelOrder(
  deps: Pick<OrdersDeps, "clock" | "transact">,
  actor: Actor,
  { id, reason }: CancelOrder,
): Promise<Order> {
  return deps.transact(async ({ orders, stock, events, payments, audit }) => {
    const order = await orders.lock(id);
    if (order === null || !mayCancel(actor, order)) throw orderErrors.ORDER_NOT_FOUND({ orderId: id });
    const next = cancelled(order, reason ?? reasonOf(actor, order), deps.clock.now());
    if (next === order) return order;
    await orders.save(next);
    await stock.release(next.items);
    await events.append({ type: "order.cancelled", order: next, actorId: actor.userId });
    await payments.void(id);
    await audit.record({ action: "orders.cancelled", actor, subject: { kind: "order", id } });
    return next;
  });
}

const reasonOf = (actor: Actor, { buyerId }: Order): string =>
  isSelf(actor, buyerId) ? "Cancelled by the buyer." : "Cancelled by the shop.";
