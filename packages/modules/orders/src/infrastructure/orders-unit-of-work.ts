import type { Transaction } from "@ashlar/database";
import type { UnitOfWork } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import type { OrderWriters, StockLedger } from "../application/ports.ts";
import { orderEvents } from "./order-events.ts";
import type { PaymentJobs } from "./payment-jobs.ts";
import { paymentSteps } from "./payment-steps.ts";
import { postgresOrderWriter } from "./postgres-order-writer.ts";

/** The module's way to write: orders, the stock that they reserve, events, payment steps and audit in one transaction. */
export function ordersUnitOfWork(
  spine: Pick<Spine, "unitOfWork">,
  stockLedger: (tx: Transaction) => StockLedger,
  jobs: PaymentJobs,
): UnitOfWork<OrderWriters> {
  const unitOfWork = spine.unitOfWork((tx) => ({ orders: postgresOrderWriter(tx), stock: stockLedger(tx) }));
  return (work) =>
    unitOfWork(({ orders, stock, audit, events, jobs: queue }) =>
      work({ orders, stock, audit, events: orderEvents(events), payments: paymentSteps(queue, jobs) }),
    );
}
