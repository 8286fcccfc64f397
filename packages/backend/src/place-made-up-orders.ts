import { type Actor, DomainError, type Log, uuidV7 } from "@ashlar/kernel";
import { endlessRateLimits } from "@ashlar/resilience";
import { composeBackend } from "./compose.ts";
import { inProcessCaller } from "./in-process.ts";
import type { SeedWork } from "./seed-work.ts";

const silent = (): void => undefined;
const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * Places orders as buyers would, each in a transaction of its own: with stock, events, jobs and audit entries.
 *
 * Their payments are decided by the server that runs next.
 *
 * @throws RangeError when there is no buyer, or no product is left in stock.
 */
export async function placeMadeUpOrders({
  databaseUrl,
  count,
  random,
  onProgress,
  buyerIds,
}: Omit<SeedWork, "database"> & { readonly buyerIds: readonly string[] }): Promise<void> {
  if (count === 0) return;
  const backend = await composeBackend({
    databaseUrl,
    log: silentLog,
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    runsJobs: false,
    rateLimits: endlessRateLimits,
  });
  try {
    const { items: products } = await inProcessCaller(backend.router, null).products.list({ limit: 100 });
    const onSale = new Set(products.filter(({ stock }) => stock > 0).map(({ id }) => id));
    for (let made = 0; made < count; ) {
      const buyer = pick(buyerIds, random);
      const product = pick([...onSale], random);
      if (buyer === undefined || product === undefined)
        throw new RangeError(`${made} orders were made; more need ${buyer ? "products in stock" : "users"}.`);
      const items = [{ productId: product, quantity: 1 + Math.floor(random() * 3) }];
      const caller = inProcessCaller(backend.router, buyerActor(buyer), { idempotencyKey: uuidV7() });
      const isPlaced = await caller.orders.place({ items, paymentToken: "tok_ok" }).then(
        () => true,
        (error: unknown) => {
          if (!isOutcome(error)) throw error;
          onSale.delete(product);
          return false;
        },
      );
      if (!isPlaced) continue;
      made += 1;
      onProgress(made);
    }
  } finally {
    await backend.close();
  }
}

const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined =>
  items[Math.floor(random() * items.length)];

/** Too few pieces are left. */
const isOutcome = (error: unknown): boolean => error instanceof Error && error.cause instanceof DomainError;

const buyerActor = (userId: string): Actor => ({
  userId,
  sessionId: null,
  roles: ["customer"],
  permissions: new Set(["orders:place"]),
  via: "system",
});
