import { openDatabase } from "@ashlar/database";
import { bindCalls, detachedContext, noPolicies } from "@ashlar/rpc";
import type { Spine } from "@ashlar/spine";
import { openShop } from "./open-shop.ts";
import type { OrderPlacer } from "./order-placer.ts";
import { orderRequest } from "./order-request.ts";
import type { Shelf } from "./shelf.ts";

/**
 * The modules as they are, called through the chain of every surface.
 *
 * @param prepared - Is given the spine before the first order.
 */
export function moduleOrders(
  url: string,
  shelf: Shelf,
  prepared: (spine: Spine) => void = () => undefined,
): OrderPlacer {
  const { spine, procedures } = openShop(
    openDatabase({ url, applicationName: "bench", writeConnections: 20 }),
  );
  prepared(spine);
  const place = bindCalls(procedures, { ...noPolicies, once: spine.once }).find(
    ({ path }) => path === "orders.place",
  );
  if (!place) throw new Error("The contract has no orders.place.");
  const signal = new AbortController().signal;
  return {
    place: async (call) => {
      const { buyerId, items, key } = orderRequest(shelf, call);
      const order = await place.call(
        detachedContext(
          {
            userId: buyerId,
            sessionId: null,
            roles: [],
            permissions: new Set(["orders:place"]),
            via: "session",
          },
          { signal, idempotencyKey: key },
        ),
        { items, paymentToken: "ok" },
      );
      return String(Reflect.get(Object(order), "id"));
    },
  };
}
