import { holds } from "@ashlar/contracts/vocabulary";
import type { Actor, Paged, Slice } from "@ashlar/kernel";
import type { OrderStatus } from "../domain/order.ts";
import type { OrderList, OrdersDeps, ReadOrder } from "./ports.ts";

export type ListOrders = Pick<OrderList, "sort" | "order"> &
  Slice & {
    readonly filter?:
      | { readonly status?: OrderStatus | undefined; readonly buyerId?: string | undefined }
      | undefined;
    readonly include: readonly "buyer"[];
  };

/**
 * Lists the actor's orders; everybody's, or one buyer's, to a holder of `orders:read`.
 *
 * Somebody else's are not there for anybody else: asking for them gives an empty list, as for an unknown buyer.
 *
 * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
 */
export async function listOrders(
  deps: Pick<OrdersDeps, "reader">,
  actor: Actor,
  { filter, include, sort, order, limit, page, cursor }: ListOrders,
): Promise<Paged<ReadOrder>> {
  const asked = filter?.buyerId;
  const seesAll = holds(actor, "orders:read");
  const buyerId = seesAll ? (asked ?? null) : actor.userId;
  const isForeign = !seesAll && asked !== undefined && asked !== actor.userId;
  const slice = { sort, order, limit, page, cursor };
  const withBuyer = include.length > 0;
  return deps.reader.list({
    ...slice,
    buyerId: isForeign ? NOBODY : buyerId,
    status: filter?.status,
    withBuyer,
  });
}

/** The nil UUID, which no user has. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
