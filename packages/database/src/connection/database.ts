import type { WithSubquery } from "drizzle-orm";
import type { DrizzleDatabase } from "../driver/statement-session.ts";

declare const kind: unique symbol;

type Reads = "select" | "selectDistinct" | "selectDistinctOn" | "$count" | "$with";
type Writes = "insert" | "update" | "delete" | "execute" | "with";

/**
 * Drizzle for reading, on the shared pool. The server refuses writes on it as well.
 *
 * Not assignable to `Transaction`, nor the reverse: code that reads says so by asking for this.
 */
export type Database = Pick<DrizzleDatabase, Reads> & {
  readonly with: (
    ...queries: WithSubquery[]
  ) => Pick<ReturnType<DrizzleDatabase["with"]>, "select" | "selectDistinct" | "selectDistinctOn">;
  readonly [kind]: "database";
};

/** Drizzle in an open transaction, made by `transact` only. Ends with it: a later statement is refused. */
export type Transaction = Pick<DrizzleDatabase, Reads | Writes> & { readonly [kind]: "transaction" };

// Sound: the brands exist in types only; the object has every member picked above.
export const asDatabase = (drizzle: DrizzleDatabase): Database => drizzle as unknown as Database;
export const asTransaction = (drizzle: DrizzleDatabase): Transaction => drizzle as unknown as Transaction;
