import type { OrdersDeps } from "./ports.ts";
import { settlePayment } from "./settle-payment.ts";

/**
 * Asks the provider to hold the money of a pending order, and settles the order by its answer.
 *
 * May be repeated from the start at any time: the provider knows the payment by the order's id, and an order that is
 * settled stays as it is.
 *
 * @throws Unavailable while the provider has not decided.
 */
export async function authorisePayment(
  deps: Pick<OrdersDeps, "clock" | "transact" | "gateway">,
  { orderId }: { readonly orderId: string },
  signal: AbortSignal,
): Promise<void> {
  const due = await deps.transact(({ orders }) => orders.duePayment(orderId));
  if (due === null) return;
  const answer = await deps.gateway.authorise({ reference: orderId, ...due }, signal);
  await settlePayment(deps, orderId, answer);
}
