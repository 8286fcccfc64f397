import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "@ashlar/kernel";
import { eventually } from "@ashlar/testing";
import type { FaultCluster } from "../cluster/fault-cluster.ts";
import { buyers, staffToken } from "../cluster/people.ts";
import { inTurn } from "./in-turn.ts";
import { clientsOf, type LoadContext } from "./load-context.ts";
import { type OrderLedger, writeOrders } from "./order-writers.ts";
import { writePosts } from "./post-writers.ts";
import { signInAndOut } from "./sign-ins.ts";
import { followStream, type StreamFollower } from "./stream-follower.ts";
import { type Tally, tally } from "./tally.ts";

export type LoadOptions = {
  /** Default 5. */
  readonly orderWriters?: number;
  /** Default 2. */
  readonly postWriters?: number;
  /** Longest pause of a writer; default 40. */
  readonly pauseMs?: number;
  /** How long a call may take before it counts as unanswered; default 4,000. */
  readonly timeoutMs?: number;
  /** Whether a request whose kept connection was closed under it is repeated; see `failoverFetch`; default false. */
  readonly repeatsUnheard?: boolean;
  /** Whether each order is asked for twice at once; default false. */
  readonly isDoubled?: boolean;
};

/** People who order, write, sign in and watch, while something is broken under them. */
export type Load = {
  readonly tally: Tally;
  readonly orders: OrderLedger;
  readonly posts: ReadonlySet<string>;
  readonly followers: readonly StreamFollower[];
  readonly scandals: readonly string[];
  /** Writes through this address alone, once. @returns Whether it was acknowledged. */
  readonly writesAt: (origin: string) => Promise<boolean>;
  /** Begins nothing more, waits for the answers of what has begun, for 15 s at most. */
  readonly stop: () => Promise<void>;
  /** Gives up what is still going on. */
  readonly close: () => void;
};

const patienceMs = 15_000;

export async function startLoad(
  cluster: Pick<FaultCluster, "apis" | "sql">,
  seed: number,
  options: LoadOptions = {},
): Promise<Load> {
  const { orderWriters = 5, postWriters = 2, pauseMs = 40, timeoutMs = 4_000, isDoubled = false } = options;
  const random = seededRandom(seed);
  const state = { isOver: false, isHopeless: false };
  const scandals: string[] = [];
  const counts = tally();
  const clientOf = clientsOf(
    cluster.apis.map(({ url }) => url),
    random,
    { timeoutMs, repeatsUnheard: options.repeatsUnheard ?? false },
  );
  const context: LoadContext = {
    clientOf,
    anyBuyer: inTurn(buyers.map(({ token }) => clientOf(token))),
    tally: counts,
    random,
    isOver: () => state.isOver,
    isHopeless: () => state.isHopeless,
    scandals,
  };
  const products = await cluster.sql<
    { id: string }[]
  >`select id from products where sku ~ '^P[0-9]$' order by sku`;
  const orders: OrderLedger = { asked: new Set(), acknowledged: new Map(), unanswered: new Set() };
  const posts = new Set<string>();
  const followers = [followStream(clientOf(staffToken)), followStream(clientOf(staffToken))];
  const close = (): void => {
    state.isOver = true;
    state.isHopeless = true;
    for (const follower of followers) follower.close();
  };
  const working = Promise.all([
    writeOrders(context, orders, {
      productIds: products.map(({ id }) => id),
      writers: orderWriters,
      pauseMs,
      isDoubled,
    }),
    writePosts(context, posts, { writers: postWriters, pauseMs }),
    signInAndOut(context, { pauseMs: 500 }),
  ]);
  // A stream is resumable from its first message on.
  if (!(await eventually(() => followers.every(({ seen }) => seen.length > 0), 20_000))) {
    close();
    throw new Error("The streams do not begin.");
  }
  return {
    tally: counts,
    orders,
    posts,
    followers,
    scandals,
    writesAt: async (origin) => {
      const token = buyers[Math.floor(random() * buyers.length)]?.token;
      const post = await clientsOf([origin], random, { timeoutMs })(token).posts.create.mutate({
        title: "Is it back?",
        body: "text",
      });
      return post.id !== "";
    },
    stop: async () => {
      state.isOver = true;
      const ending = new AbortController();
      const patience = wait(patienceMs, undefined, { signal: ending.signal }).then(
        () => {
          state.isHopeless = true;
        },
        () => undefined,
      );
      await working;
      ending.abort();
      await patience;
    },
    close,
  };
}
