import { createCatalogModule, seedProducts } from "@ashlar/catalog";
import type { Contract } from "@ashlar/contracts";
import { type DatabaseConnection, openDatabase } from "@ashlar/database";
import { type Actor, type Clock, seededRandom, systemClock, uuidV7 } from "@ashlar/kernel";
import { createOrdersModule, type PaymentGateway } from "@ashlar/orders";
import { bindCalls, detachedContext, noPolicies, type ProcedureTree } from "@ashlar/rpc";
import { createSpine, type Spine, type Worker } from "@ashlar/spine";
import { silentLog } from "@ashlar/testing";
import type { z } from "zod";

type Orders = Contract["orders"];
type OutputOf<Name extends keyof Orders> = z.output<Orders[Name]["output"]>;

/** Catalog and orders on one database, called as the surfaces call them. */
export type Shop = {
  readonly database: DatabaseConnection;
  readonly spine: Spine;
  /** Calls a procedure through the chain of every surface. */
  readonly call: (path: string, actor: Actor, input?: unknown, idempotencyKey?: string) => Promise<unknown>;
  readonly place: (
    actor: Actor,
    items: readonly { readonly productId: string; readonly quantity: number }[],
    paymentToken?: string,
    idempotencyKey?: string,
  ) => Promise<OutputOf<"place">>;
  readonly get: (actor: Actor, id: string) => Promise<OutputOf<"get">>;
  readonly cancel: (actor: Actor, id: string) => Promise<OutputOf<"cancel">>;
  readonly startWorker: () => Worker;
  readonly close: () => Promise<void>;
};

export function openShop(options: {
  readonly databaseUrl: string;
  readonly gateway: PaymentGateway;
  readonly clock?: Clock;
  readonly authoriseAttempts?: number;
  /** Puts something between the modules and the spine. */
  readonly wrap?: (spine: Spine) => Spine;
}): Shop {
  const { gateway, clock = systemClock, wrap = (unwrapped) => unwrapped } = options;
  const database = openDatabase({ url: options.databaseUrl, applicationName: "shop", writeConnections: 20 });
  const spine = wrap(createSpine({ database, clock, log: silentLog }));
  const authoriseRetry = {
    attempts: options.authoriseAttempts ?? 5,
    baseMs: 20,
    capMs: 100,
    giveUpAfterMs: null,
  };
  const deps = { database, spine, clock };
  const catalog = createCatalogModule(deps);
  const orders = createOrdersModule({
    ...deps,
    gateway,
    authoriseRetry,
    stockLedger: catalog.stockLedger,
  });
  const tree: ProcedureTree = { ...catalog.procedures, ...orders.procedures };
  const procedures = bindCalls(tree, { ...noPolicies, once: spine.once });
  const calls = new Map(procedures.map(({ path, call }) => [path, call]));
  const call: Shop["call"] = async (path, actor, input, idempotencyKey = uuidV7()) =>
    calls.get(path)?.(detachedContext(actor, { idempotencyKey }), input);
  return {
    database,
    spine,
    call,
    // Sound: the chain has parsed each answer by the entry's schema.
    place: (actor, items, paymentToken = "ok", key = uuidV7()) =>
      call("orders.place", actor, { items, paymentToken }, key) as Promise<OutputOf<"place">>,
    get: (actor, id) => call("orders.get", actor, { id }) as Promise<OutputOf<"get">>,
    cancel: (actor, id) => call("orders.cancel", actor, { id }) as Promise<OutputOf<"cancel">>,
    startWorker: () => spine.startWorker({ pollMs: 200, leaseMs: 2_000 }),
    close: async () => {
      await spine.close();
      await database.close(0);
    },
  };
}

/** A buyer; with more permissions, staff. */
export const person = (userId: string, ...more: readonly string[]): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(["orders:place", ...more]),
  via: "session",
});

/** Puts products on the shelf, each with so many pieces; answers their ids. */
export const stocked = (
  database: Pick<DatabaseConnection, "transact">,
  count: number,
  stock: number,
): Promise<readonly string[]> => seedProducts(database, { count, stock, random: seededRandom(count) });
