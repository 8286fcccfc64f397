import type { CacheChanges } from "@ashlar/cache";
import type { Transaction } from "@ashlar/database";
import { postgresStockLedger, type StockLine } from "./postgres-stock-ledger.ts";
import { productListTag, productTag } from "./product-tags.ts";

/**
 * Keeps count of stock and ends what is cached of it, right after the commit.
 *
 * Not with it: PostgreSQL lets transactions that notify commit one at a time, and every order is one.
 */
export const announcingStockLedger =
  (cache: CacheChanges) =>
  (tx: Transaction): ReturnType<typeof postgresStockLedger> => {
    const ledger = postgresStockLedger(tx);
    const changed = (lines: readonly StockLine[]): void => {
      cache.afterCommit(tx, [...lines.map(({ productId }) => productTag(productId)), productListTag]);
    };
    return {
      reserve: async (lines) => {
        const reservation = await ledger.reserve(lines);
        if (reservation.outcome === "reserved") changed(lines);
        return reservation;
      },
      release: async (lines) => {
        await ledger.release(lines);
        changed(lines);
      },
    };
  };
