import { type SQL, sql } from "drizzle-orm";

/** The answer of a keyed call on its way into the table. */
export type AnswerRow = {
  readonly scope: string;
  readonly key: string;
  readonly inputHash: string;
  readonly answer: string;
  readonly expiresAt: Date;
};

/**
 * Writes the answer of a keyed call: a part of one statement, `… as (…)`.
 *
 * Violates `idempotency_keys_pkey` when the call has run elsewhere meanwhile.
 */
export const insertAnswer = ({ scope, key, inputHash, answer, expiresAt }: AnswerRow): SQL => sql`
  answered as (
    insert into idempotency_keys (scope, key, input_hash, answer, expires_at)
    values (${scope}, ${key}, ${inputHash}, ${answer}, ${expiresAt.toISOString()}::timestamptz)
  )`;
