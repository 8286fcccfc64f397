import type { DatabaseConnection, Transaction } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { Retry, Spine } from "@ashlar/spine";
import { ordersProcedures } from "./api/orders-procedures.ts";
import type { PaymentGateway } from "./application/payment-gateway.ts";
import type { StockLedger } from "./application/ports.ts";
import { orderCounters } from "./infrastructure/order-counters.ts";
import { ordersUnitOfWork } from "./infrastructure/orders-unit-of-work.ts";
import { paymentJobHandlers } from "./infrastructure/payment-job-handlers.ts";
import { paymentJobs } from "./infrastructure/payment-jobs.ts";
import { postgresOrderReader } from "./infrastructure/postgres-order-reader.ts";
import { streamOrderFeed } from "./infrastructure/stream-order-feed.ts";
import { timelineProjection } from "./infrastructure/timeline-projection.ts";

export type OrdersOptions = {
  readonly database: Pick<DatabaseConnection, "read">;
  readonly spine: Pick<Spine, "unitOfWork" | "register" | "stream">;
  readonly clock: Clock;
  /** Keeps count of stock in a transaction of this module's; the catalog's. */
  readonly stockLedger: (tx: Transaction) => StockLedger;
  readonly gateway: PaymentGateway;
  /** How long an undecided payment is asked for before the order fails; default: 8 attempts over about two minutes. */
  readonly authoriseRetry?: Partial<Retry>;
};

/** Puts the orders module together and registers its jobs and projections; workers of the spine run them. */
export function createOrdersModule(options: OrdersOptions) {
  const { database, spine, clock, stockLedger, gateway } = options;
  const jobs = paymentJobs(options.authoriseRetry);
  const deps = {
    clock,
    gateway,
    reader: postgresOrderReader(database.read),
    feed: streamOrderFeed(spine.stream),
    transact: ordersUnitOfWork(spine, stockLedger, jobs),
  };
  spine.register({
    jobs: paymentJobHandlers(jobs, deps),
    projections: [timelineProjection, ...orderCounters],
  });
  return { procedures: { orders: ordersProcedures(deps) } };
}
