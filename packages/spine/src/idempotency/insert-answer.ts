import type { Transaction } from "@ashlar/database";
import { idempotencyKeys } from "../infrastructure/tables.ts";

export type AnswerRow = typeof idempotencyKeys.$inferInsert;

/** Writes the answer of a keyed call. @throws a violation of `idempotency_keys_pkey` when the call ran elsewhere. */
export const insertAnswer = async (tx: Transaction, row: AnswerRow): Promise<unknown> =>
  tx.insert(idempotencyKeys).values(row);
