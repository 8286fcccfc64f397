import { decodeCursor, encodeCursor, offsetOf, toPage } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import type { OrderList, OrderReader, OrderWriter, ReadOrder } from "../src/application/ports.ts";
import type { Order } from "../src/domain/order.ts";
import type { OrderStore } from "./order-store.ts";

type Kept = { readonly order: Order; readonly token: string | null };

/** Keeps orders in memory; units of work run one after the other. Passes the contract suite of the ports. */
export function memoryOrderStore(): OrderStore {
  const names = new Map<string, string>();
  let kept = new Map<string, Kept>();
  let last: Promise<unknown> = Promise.resolve();
  const withBuyer = (order: Order): ReadOrder => ({
    ...order,
    buyer: { id: order.buyerId, name: names.get(order.buyerId) ?? "" },
  });
  const reader: OrderReader = {
    find: async (orderId) => kept.get(orderId)?.order ?? null,
    list: async (list) => {
      const name = `memory.${list.order}`;
      const skipped = offsetOf(list);
      const after = list.cursor === undefined ? undefined : decodeCursor(name, list.cursor, () => true);
      const matching = [...kept.values()]
        .map(({ order }) => order)
        .filter((order) => matches(list, order))
        .sort((left, right) => compared(list, keyOf(left), keyOf(right)));
      const rest = after
        ? matching.filter((order) => compared(list, keyOf(order), `${after.value} ${after.id}`) > 0)
        : matching.slice(skipped);
      const rows = rest.slice(0, list.limit + 1).map((order) => (list.withBuyer ? withBuyer(order) : order));
      const cursorOf = ({ placedAt, id }: ReadOrder) =>
        encodeCursor(name, { value: placedAt.toISOString(), id });
      return toPage(rows, list, cursorOf, matching.length);
    },
    timeline: async (orderId) => {
      const order = kept.get(orderId)?.order;
      return order ? { buyerId: order.buyerId, entries: [] } : null;
    },
  };
  return {
    reader,
    transact: (work) => {
      const run = async () => {
        const draft = new Map(kept);
        const result = await work({ orders: memoryOrderWriter(draft) });
        kept = draft;
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
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

/** ISO times compare as text. */
const keyOf = ({ placedAt, id }: Order): string => `${placedAt.toISOString()} ${id}`;

function compared({ order }: OrderList, left: string, right: string): number {
  const ascending = left < right ? -1 : left > right ? 1 : 0;
  return order === "asc" ? ascending : -ascending;
}
