import type { Actor } from "@ashlar/kernel";
import { orderErrors } from "../domain/errors.ts";
import { fulfilled } from "../domain/fulfilled.ts";
import type { Order } from "../domain/order.ts";
import type { OrdersDeps } from "./ports.ts";

/**
 * Marks an order as handed over and takes the money that is held for it.
 *
 * Order, `order.fulfilled`, the audit entry and the step that takes the money commit together. Repeating the call
 * returns the first result and does nothing.
 *
 * @throws ORDER_NOT_FOUND when there is none.
 * @throws ORDER_NOT_FULFILLABLE unless it is confirmed.
 */
export async function fulfilOrder(
  deps: Pick<OrdersDeps, "clock" | "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Order> {
  return deps.transact(async ({ orders, events, payments, audit }) => {
    const order = await orders.lock(id);
    if (order === null) throw orderErrors.ORDER_NOT_FOUND({ orderId: id });
    const next = fulfilled(order, deps.clock.now());
    if (next === order) return order;
    await orders.save(next);
    await events.append({ type: "order.fulfilled", order: next, actorId: actor.userId });
    await payments.capture(id);
    await audit.record({ action: "orders.fulfilled", actor, subject: { kind: "order", id } });
    return next;
  });
}
