import type { Transaction } from "@ashlar/database";
import { sql } from "drizzle-orm";

/** Pieces of one product. */
export type StockLine = { readonly productId: string; readonly quantity: number };

/** What was reserved, as it is sold now; or the first line, in the order asked for, that cannot be. */
export type Reservation =
  | {
      readonly outcome: "reserved";
      readonly products: ReadonlyMap<string, ReservedProduct>;
    }
  | { readonly outcome: "short"; readonly productId: string; readonly available: number }
  | { readonly outcome: "unknown"; readonly productId: string };

export type ReservedProduct = {
  readonly name: string;
  readonly price: { readonly amountMinor: number; readonly currency: "EUR" };
};

type Row = {
  readonly productId: string;
  readonly name: string | null;
  readonly priceMinor: number | null;
  readonly available: number | null;
  readonly isShort: boolean;
};

/**
 * Keeps count of the pieces that can be sold, in somebody else's unit of work: what it takes or gives back commits
 * with the reason for it, or not at all.
 *
 * Rows are locked in the order of their ids, so that two orders of the same products wait and never deadlock, and
 * are judged as they are after the wait. What is written is counted from the locked row: `products.stock` would be that
 * of the statement's snapshot at first, and PostgreSQL checks the constraint on it before it looks for a newer version.
 */
export const postgresStockLedger = (tx: Transaction) => ({
  /** Takes off the pieces of every line, or of none. @param lines - 1–50, each of another product. */
  reserve: async (lines: readonly StockLine[]): Promise<Reservation> => {
    const rows = await tx.execute<Row>(sql`
      with wanted as materialized (${wanted(lines)}),
      locked as materialized (
        select products.id, products.name, products.price_minor, products.stock
        from products where products.id in (select id from wanted)
        order by products.id for no key update
      ),
      judged as materialized (
        select wanted.id, wanted.quantity, wanted.ordinal, locked.name, locked.price_minor, locked.stock,
          coalesce(locked.stock < wanted.quantity, true) as is_short
        from wanted left join locked using (id)
      ),
      taken as (
        update products set stock = judged.stock - judged.quantity
        from judged where products.id = judged.id and not (select bool_or(is_short) from judged)
      )
      select id as "productId", name, price_minor as "priceMinor", stock as available, is_short as "isShort"
      from judged order by ordinal`);
    return reservationOf(rows);
  },
  /** Gives back the pieces of every line. @param lines - Each of another product. */
  release: async (lines: readonly StockLine[]): Promise<void> => {
    await tx.execute(sql`
      with wanted as materialized (${wanted(lines)}),
      locked as materialized (
        select products.id, products.stock from products where products.id in (select id from wanted)
        order by products.id for no key update
      )
      update products set stock = locked.stock + wanted.quantity
      from locked join wanted using (id) where products.id = locked.id`);
  },
});

const wanted = (lines: readonly StockLine[]) => sql`
  select line."productId" as id, line.quantity, line.ordinal
  from json_to_recordset(${JSON.stringify(lines.map((line, ordinal) => ({ ...line, ordinal })))}::json)
    as line ("productId" uuid, quantity integer, ordinal integer)`;

function reservationOf(rows: readonly Row[]): Reservation {
  const products = new Map<string, ReservedProduct>();
  for (const { productId, name, priceMinor, available, isShort } of rows) {
    if (name === null || priceMinor === null || available === null) return { outcome: "unknown", productId };
    if (isShort) return { outcome: "short", productId, available };
    products.set(productId, { name, price: { amountMinor: priceMinor, currency: "EUR" } });
  }
  return { outcome: "reserved", products };
}
