import { createCatalogModule } from "@ashlar/catalog";
import type { DatabaseConnection } from "@ashlar/database";
import { systemClock } from "@ashlar/kernel";
import { createOrdersModule, type PaymentGateway } from "@ashlar/orders";
import { createSpine } from "@ashlar/spine";
import { noLog } from "../candidates/no-log.ts";

/** Takes every payment at once. */
const willingPayments: PaymentGateway = {
  authorise: async () => ({ outcome: "authorised" }),
  void: async () => undefined,
  capture: async () => undefined,
};

/** Catalog, orders and spine on one database, put together as the product does it. */
export function openShop(database: DatabaseConnection) {
  const spine = createSpine({ database, log: noLog });
  const deps = { database, spine, clock: systemClock };
  const catalog = createCatalogModule(deps);
  const orders = createOrdersModule({ ...deps, gateway: willingPayments, stockLedger: catalog.stockLedger });
  return { spine, procedures: { ...catalog.procedures, ...orders.procedures } };
}
