import type { Cache } from "@ashlar/cache";
import { createCatalogModule } from "@ashlar/catalog";
import type { DatabaseConnection } from "@ashlar/database";
import type { Clock, Log } from "@ashlar/kernel";
import { createOrdersModule, type OrdersOptions, servicePaymentGateway } from "@ashlar/orders";
import type { Spine } from "@ashlar/spine";
import { absentPayments } from "./absent-payments.ts";

export type PaymentsConfig = {
  /** Of the payment service, without `/api/v1`. */
  readonly url: string;
  /** Secret that the service knows this one by. */
  readonly token: string;
} & Pick<OrdersOptions, "authoriseRetry">;

/**
 * Puts catalog and orders together.
 *
 * Orders reserve stock by a port that the catalog implements, so that an order and its stock commit in one transaction
 * and neither module knows the other.
 */
export function composeShop(deps: {
  readonly database: DatabaseConnection;
  readonly spine: Spine;
  readonly clock: Clock;
  readonly log: Log;
  readonly payments: PaymentsConfig | undefined;
  readonly cache?: Cache | undefined;
}) {
  const { payments, log } = deps;
  const service = payments === undefined ? null : servicePaymentGateway({ ...payments, log });
  const catalog = createCatalogModule(deps);
  const orders = createOrdersModule({
    ...deps,
    gateway: service ?? absentPayments,
    stockLedger: catalog.stockLedger,
    authoriseRetry: payments?.authoriseRetry ?? {},
  });
  return {
    procedures: { ...catalog.procedures, ...orders.procedures },
    /** Services that this process calls. */
    peers: service === null ? {} : { payments: service.health },
  };
}
