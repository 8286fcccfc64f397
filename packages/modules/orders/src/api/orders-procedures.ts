import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import { cancelOrder } from "../application/cancel-order.ts";
import { followOrders } from "../application/follow-orders.ts";
import { fulfilOrder } from "../application/fulfil-order.ts";
import { getOrder } from "../application/get-order.ts";
import { listOrders } from "../application/list-orders.ts";
import { placeOrder } from "../application/place-order.ts";
import type { OrdersDeps } from "../application/ports.ts";
import { readTimeline } from "../application/read-timeline.ts";
import { toListView } from "./list-view.ts";
import { toOrderView } from "./order-view.ts";

/** The orders of the contract, filled in. */
export const ordersProcedures = (deps: OrdersDeps) =>
  implement(contract.orders, {
    place: async ({ actor, input }) => toOrderView(await placeOrder(deps, actor, input)),
    list: async ({ actor, input }) => toListView(await listOrders(deps, actor, input)),
    get: async ({ actor, input }) => toOrderView(await getOrder(deps, actor, input)),
    cancel: async ({ actor, input }) => toOrderView(await cancelOrder(deps, actor, input)),
    fulfil: async ({ actor, input }) => toOrderView(await fulfilOrder(deps, actor, input)),
    timeline: async ({ actor, input }) => ({
      orderId: input.id,
      entries: [...(await readTimeline(deps, actor, input))],
    }),
    changes: ({ actor, input, request }) => followOrders(deps, actor, { ...request, ...input }),
  });
