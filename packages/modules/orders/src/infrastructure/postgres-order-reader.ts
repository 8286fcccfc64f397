import {
  type Database,
  encodeCursor,
  isTimestampKey,
  listTotal,
  pageParameters,
  statementsByShape,
  toPage,
} from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import type { OrderList, OrderReader, ReadOrder } from "../application/ports.ts";
import { orderListStatement, shapeKeyOf, shapeOf } from "./order-list-statement.ts";
import { orderColumns, orderOfRow } from "./order-row.ts";
import { orders } from "./tables.ts";
import { timelineReader } from "./timeline-reader.ts";

/**
 * Reads orders from PostgreSQL: one prepared statement for an order with its items, one for a page with theirs; a
 * numbered page counts beside it. Statements are built once per shape of list, of which there are 384.
 */
export function postgresOrderReader(db: Database): OrderReader {
  const findStatement = db
    .select(orderColumns)
    .from(orders)
    .where(eq(orders.id, sql.placeholder("id")))
    .prepare("find_order");
  const listStatement = statementsByShape(shapeKeyOf, (list: OrderList) =>
    orderListStatement(db, shapeOf(list)),
  );
  return {
    find: async (orderId) => {
      const [row] = await findStatement.execute({ id: orderId });
      return row ? orderOfRow(row) : null;
    },
    list: async (list) => {
      const parameters = parametersOf(list);
      const counting = listTotal(db, orders, conditionOf(list), list);
      const [rows, total] = await Promise.all([listStatement(list).execute(parameters), counting]);
      const cursorOf = (last: ReadOrder): string =>
        encodeCursor(nameOf(list), { value: last.placedAt.toISOString(), id: last.id });
      return toPage(rows.map(readOrderOfRow), list, cursorOf, total);
    },
    timeline: timelineReader(db),
  };
}

type ListRow = Parameters<typeof orderOfRow>[0] & { readonly buyerName: string | null };

function readOrderOfRow(row: ListRow): ReadOrder {
  const order = orderOfRow(row);
  return row.buyerName === null ? order : { ...order, buyer: { id: row.buyerId, name: row.buyerName } };
}

const nameOf = ({ sort, order }: OrderList): string => `orders.${sort}.${order}`;

const parametersOf = (list: OrderList) => ({
  buyerId: list.buyerId,
  ...pageParameters(nameOf(list), list, isTimestampKey),
});

const conditionOf = ({ buyerId, status }: OrderList) =>
  and(
    buyerId === null ? undefined : eq(orders.buyerId, buyerId),
    status === undefined ? undefined : eq(orders.status, status),
  );
