import { setTimeout as wait } from "node:timers/promises";
import { type Client, safe } from "@ashlar/client";
import { uuidV7 } from "@ashlar/kernel";
import { isExcusable, type LoadContext } from "./load-context.ts";

/** What the buyers were told. */
export type OrderLedger = {
  /** Keys that orders were asked for with. */
  readonly asked: Set<string>;
  /** Ids of the orders that were confirmed to their buyer, by key. */
  readonly acknowledged: Map<string, string>;
  /** Keys whose calls were given up without an answer. */
  readonly unanswered: Set<string>;
};

export type OrderLoad = {
  readonly productIds: readonly string[];
  readonly writers: number;
  /** Longest pause between two orders of a writer. */
  readonly pauseMs: number;
  /** Whether each order is asked for twice at once. */
  readonly isDoubled: boolean;
};

/** Places orders until the load is over, repeating each with its key until it is answered. */
export async function writeOrders(
  context: LoadContext,
  ledger: OrderLedger,
  { productIds, writers, pauseMs, isDoubled }: OrderLoad,
): Promise<void> {
  const { random } = context;
  const write = async (): Promise<void> => {
    while (!context.isOver()) {
      const client = context.anyBuyer();
      const order = { key: uuidV7(), input: orderOf(productIds, random) };
      ledger.asked.add(order.key);
      const calls = Array.from({ length: isDoubled ? 2 : 1 }, () => place(context, client, order));
      const answers = (await Promise.all(calls)).filter((answer) => answer !== null);
      const ids = new Set(answers.filter((answer) => answer !== "refused"));
      if (ids.size > 1) context.scandals.push(`one key made two orders: ${[...ids].join(", ")}`);
      for (const id of ids) ledger.acknowledged.set(order.key, id);
      if (answers.length === 0) ledger.unanswered.add(order.key);
      await wait(random() * pauseMs);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

type OrderInput = Parameters<Client["orders"]["place"]["mutate"]>[0];

function orderOf(productIds: readonly string[], random: () => number): OrderInput {
  const first = Math.floor(random() * productIds.length);
  const count = 1 + Math.floor(random() * 2);
  const items = Array.from({ length: count }, (_, index) => ({
    productId: productIds[(first + index) % productIds.length] ?? "",
    quantity: 1 + Math.floor(random() * 2),
  }));
  const luck = random();
  return { items, paymentToken: luck < 0.85 ? "tok_ok" : luck < 0.95 ? "tok_declined" : "tok_flaky" };
}

/** @returns The order's id; `refused` where there is not enough stock; null where there never was an answer. */
async function place(
  context: LoadContext,
  client: Client,
  { key, input }: { readonly key: string; readonly input: OrderInput },
): Promise<string | null> {
  for (;;) {
    context.tally.sent();
    const [order, error] = await safe(
      client.orders.place.mutate(input, { context: { idempotencyKey: key } }),
    );
    if (order) return order.id;
    if (error.data?.failure?.code === "OUT_OF_STOCK") return "refused";
    const label = context.tally.failed(error);
    if (!isExcusable(label)) context.scandals.push(`an order was answered ${label}`);
    if (context.isHopeless()) return null;
    await wait(50 + context.random() * 150);
  }
}
