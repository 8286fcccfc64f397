import type { Actor } from "@ashlar/kernel";
import { orderErrors } from "../domain/errors.ts";
import { maySee } from "../domain/may-see.ts";
import type { Order } from "../domain/order.ts";
import type { OrdersDeps } from "./ports.ts";

/** Reads an order. @throws ORDER_NOT_FOUND when there is none or the actor may not see it; the two look alike. */
export async function getOrder(
  deps: Pick<OrdersDeps, "reader">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Order> {
  const order = await deps.reader.find(id);
  if (order === null || !maySee(actor, order)) throw orderErrors.ORDER_NOT_FOUND({ orderId: id });
  return order;
}
