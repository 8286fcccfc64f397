import { type Database, listTotal, offsetOf, toPage } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import type { EndpointReader } from "../application/ports.ts";
import { endpointColumns } from "./endpoint-columns.ts";
import { idSlice } from "./id-slice.ts";
import { webhookEndpoints } from "./tables.ts";

/** Reads endpoints from PostgreSQL. */
export const postgresEndpointReader = (db: Database): EndpointReader => ({
  find: async (endpointId) => {
    const [endpoint] = await db
      .select(endpointColumns)
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.id, endpointId));
    return endpoint ?? null;
  },
  list: async (list) => {
    const skipped = offsetOf(list);
    const { after, order, cursorOf } = idSlice("webhook-endpoints", webhookEndpoints.id, list);
    const matches = list.status === undefined ? undefined : eq(webhookEndpoints.status, list.status);
    const reading = db
      .select(endpointColumns)
      .from(webhookEndpoints)
      .where(and(matches, after))
      .orderBy(order)
      .limit(list.limit + 1)
      .offset(skipped);
    const counting = listTotal(db, webhookEndpoints, matches, list);
    const [rows, total] = await Promise.all([reading, counting]);
    return toPage(rows, list, cursorOf, total);
  },
});
