import { type PaymentOutcome, settled } from "../domain/settled.ts";
import type { OrdersDeps } from "./ports.ts";

/**
 * Settles an order by the outcome of its payment: confirms it, or releases its stock and lets it fail.
 *
 * All of it commits together. An order that is no longer pending stays as it is; money that turns out to be held for a
 * cancelled or failed one is given back. An unknown outcome fails the order and voids what may be held.
 */
export async function settlePayment(
  deps: Pick<OrdersDeps, "clock" | "transact">,
  orderId: string,
  outcome: PaymentOutcome,
): Promise<void> {
  await deps.transact(async ({ orders, stock, events, payments }) => {
    const order = await orders.lock(orderId);
    if (order === null) throw new Error("A payment has no order.");
    const next = settled(order, outcome, deps.clock.now());
    switch (next.step) {
      case "confirm":
        await orders.save(next.order);
        await events.append({ type: "order.confirmed", order: next.order, actorId: null });
        return;
      case "fail":
        await orders.save(next.order);
        await stock.release(next.order.items);
        await events.append({ type: "order.payment_failed", order: next.order, actorId: null });
        if (next.voidsPayment) await payments.void(orderId);
        return;
      case "void":
        await payments.void(orderId);
        return;
      case "nothing":
        return;
    }
  });
}
