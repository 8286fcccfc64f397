import { uuidV7 } from "@ashlar/kernel";
import { memoryPage, memoryRows } from "@ashlar/testing";
import type { OrderList, OrderReader, OrderWriter, ReadOrder } from "../src/application/ports.ts";
import type { Order } from "../src/domain/order.ts";
import type { OrderStore } from "./order-store.ts";

type Kept = { readonly order: Order; readonly token: string | null };

/** Keeps orders in memory. Passes the contract suite of the ports. */
export function memoryOrderStore(): OrderStore {
  const names = new Map<string, string>();
  const kept = memoryRows<Kept>();
  const withBuyer = (order: Order): ReadOrder => ({
    ...order,
    buyer: { id: order.buyerId, name: names.get(order.buyerId) ?? "" },
  });
  const reader: OrderReader = {
    find: async (orderId) => kept.find(orderId)?.order ?? null,
    list: async (list) => {
      const orders = kept.all().map(({ order }) => order);
      const matching = orders.filter((order) => matches(list, order));
      const { items, page } = memoryPage(matching, list, ({ placedAt }) => placedAt.toISOString());
      return { items: list.withBuyer ? items.map(withBuyer) : items, page };
    },
    timeline: async (orderId) => {
      const order = kept.find(orderId)?.order;
      return order ? { buyerId: order.buyerId, entries: [] } : null;
    },
  };
  return {
    reader,
    transact: (work) => kept.transact((draft) => work({ orders: memoryOrderWriter(draft) })),
    addUser: async (name) => {
      const id = uuidV7();
      names.set(id, name);
      return id;
    },
    addProduct: async () => uuidV7(),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const memoryOrderWriter = (kept: Map<string, Kept>): OrderWriter => ({
  insert: async (order, token) => {
    kept.set(order.id, { order, token });
  },
  lock: async (orderId) => kept.get(orderId)?.order ?? null,
  save: async (order) => {
    const token = order.status === "pending" ? (kept.get(order.id)?.token ?? null) : null;
    kept.set(order.id, { order, token });
  },
  duePayment: async (orderId) => {
    const { order, token } = kept.get(orderId) ?? { order: null, token: null };
    return order?.status === "pending" && token !== null ? { amount: order.total, token } : null;
  },
});

const matches = ({ buyerId, status }: OrderList, order: Order): boolean =>
  (buyerId === null || order.buyerId === buyerId) && (status === undefined || order.status === status);
