import { type Database, listTotal, offsetOf, plannedForValues, toPage } from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import type { DeliveryList, DeliveryReader } from "../application/ports.ts";
import { deliveryColumns } from "./delivery-columns.ts";
import { idSlice } from "./id-slice.ts";
import { webhookDeliveries } from "./tables.ts";

/** Reads deliveries from PostgreSQL: each list is one range of an index, in its order. */
export const postgresDeliveryReader = (db: Database): DeliveryReader => ({
  list: async (list) => {
    const counting = listTotal(db, webhookDeliveries, matches(list), list);
    const [rows, total] = await Promise.all([deliveryListQuery(db, list), counting]);
    const { cursorOf } = idSlice(listName, webhookDeliveries.id, list);
    return toPage(rows, list, cursorOf, total);
  },
});

/** The statement of a page. @throws VALIDATION_FAILED naming `cursor`. */
export function deliveryListQuery(db: Database, list: DeliveryList) {
  const skipped = offsetOf(list);
  const { after, order } = idSlice(listName, webhookDeliveries.id, list);
  return db
    .select(deliveryColumns)
    .from(webhookDeliveries)
    .where(and(matches(list), after))
    .orderBy(sql`${order} ${plannedForValues()}`)
    .limit(list.limit + 1)
    .offset(skipped);
}

const listName = "webhook-deliveries";

const matches = ({ endpointId, status }: DeliveryList) =>
  and(
    endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
    status === undefined ? undefined : eq(webhookDeliveries.status, status),
  );
