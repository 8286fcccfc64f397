import type { Client } from "@ashlar/client";
import { seededRandom } from "@ashlar/kernel";
import type { FaultCluster } from "../cluster/fault-cluster.ts";
import { buyers } from "../cluster/people.ts";
import { inTurn } from "../load/in-turn.ts";
import { clientsOf } from "../load/load-context.ts";
import { followStream } from "../load/stream-follower.ts";
import { type Tally, tally } from "../load/tally.ts";

/** Calls in progress at once. */
const callers = 24;

/** Of a hundred calls, how many write a post and how many place an order; the others read. */
const postsInHundred = 2;
const ordersInHundred = 1;

export type SoakLoad = {
  readonly tally: Tally;
  readonly finished: Promise<void>;
};

/** Makes so many calls, as fast as they are answered: reads mostly, with posts, orders and two open streams. */
export async function soakLoad(cluster: FaultCluster, requests: number): Promise<SoakLoad> {
  const random = seededRandom(1);
  const counts = tally();
  const clientOf = clientsOf(
    cluster.apis.map(({ url }) => url),
    random,
    { timeoutMs: 20_000 },
  );
  const clients = buyers.map(({ token }) => clientOf(token));
  const nextClient = inTurn(clients);
  const [product] = await cluster.sql<{ id: string }[]>`select id from products where sku = 'P0'`;
  const productId = product?.id ?? "";
  const followers = clients.slice(0, 2).map(followStream);

  const work = async (): Promise<void> => {
    while (counts.requests() < requests) {
      counts.sent();
      await anyCall(nextClient(), random() * 100, productId).catch(counts.failed);
    }
  };
  await orderAtFirst(nextClient, productId);
  const finished = Promise.all(Array.from({ length: callers }, work)).then(() => {
    for (const follower of followers) follower.close();
  });
  return { tally: counts, finished };
}

function anyCall(client: Client, luck: number, productId: string): Promise<unknown> {
  if (luck < postsInHundred) return client.posts.create.mutate({ title: "Soak", body: "text" });
  if (luck < postsInHundred + ordersInHundred) {
    return placeOne(client, productId);
  }
  if (luck < 50) return client.products.get.query({ id: productId });
  return luck < 75 ? client.auth.me.query() : client.orders.list.query({ limit: 5 });
}

/** So many that what each process keeps of the newest events is complete, and does not grow any more. */
const firstOrders = 2_400;

async function orderAtFirst(nextClient: () => Client, productId: string): Promise<void> {
  const state = { left: firstOrders };
  const work = async (): Promise<void> => {
    while (state.left > 0) {
      state.left -= 1;
      // Their number counts, not each of them.
      await placeOne(nextClient(), productId).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
}

const placeOne = (client: Client, productId: string): Promise<unknown> =>
  client.orders.place.mutate({ items: [{ productId, quantity: 1 }], paymentToken: "tok_ok" });
