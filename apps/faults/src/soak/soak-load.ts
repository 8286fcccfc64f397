import type { Client } from "@ashlar/client";
import { seededRandom } from "@ashlar/kernel";
import { buyerEmails } from "../cluster/cluster-template.ts";
import type { FaultCluster } from "../cluster/fault-cluster.ts";
import { clientsOf, type LoadContext } from "../load/load-context.ts";
import { signIn } from "../load/sign-ins.ts";
import { followStream } from "../load/stream-follower.ts";
import { type Tally, tally } from "../load/tally.ts";

/** Calls in progress at once; each goes round all buyers, so that none asks for more than one caller may. */
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
  const context: LoadContext = {
    clientOf: clientsOf(
      cluster.apis.map(({ url }) => url),
      random,
      20_000,
    ),
    tally: counts,
    random,
    isOver: () => counts.requests() >= requests,
    isHopeless: () => false,
    scandals: [],
  };
  const tokens = await Promise.all(buyerEmails.map((email) => signIn(context, email)));
  const [product] = await cluster.sql<{ id: string }[]>`select id from products order by sku limit 1`;
  const productId = product?.id ?? "";
  const clients = tokens.map((token) => context.clientOf(token));
  const followers = clients.slice(0, 2).map(followStream);

  const call = async (client: Client): Promise<void> => {
    counts.sent();
    await anyCall(client, random() * 100, productId).catch(counts.failed);
  };
  const work = async (): Promise<void> => {
    for (;;) {
      for (const client of clients) {
        if (context.isOver()) return;
        await call(client);
      }
    }
  };
  const finished = Promise.all(Array.from({ length: callers }, work)).then(() => {
    for (const follower of followers) follower.close();
  });
  return { tally: counts, finished };
}

function anyCall(client: Client, luck: number, productId: string): Promise<unknown> {
  if (luck < postsInHundred) return client.posts.create.mutate({ title: "Soak", body: "text" });
  if (luck < postsInHundred + ordersInHundred) {
    return client.orders.place.mutate({ items: [{ productId, quantity: 1 }], paymentToken: "tok_ok" });
  }
  if (luck < 50) return client.products.get.query({ id: productId });
  return luck < 75 ? client.auth.me.query() : client.orders.list.query({ limit: 5 });
}
