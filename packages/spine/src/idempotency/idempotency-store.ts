import { constraintOf } from "@ashlar/database";
import { type Clock, defineErrors } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import type { Units } from "../units/units.ts";

export type KeyedCall = {
  /** Procedure and caller: the same key of another caller is another call. */
  readonly scope: string;
  /** 1–255 visible ASCII characters. */
  readonly key: string;
  readonly inputHash: string;
};

export type KeyedAnswer = {
  readonly answer: string;
  /** True when the call ran before and this is what it answered. */
  readonly isReplay: boolean;
};

/**
 * Runs a call at most once for its key and answers every repetition within 24 hours with the first answer.
 *
 * The answer is written in the unit of work of the effect, which every unit of work inside `run` joins: there is no
 * moment at which one is stored and the other not. A call that throws leaves nothing, its key included, so it may
 * be repeated with the same key, also after a declared error.
 *
 * @throws IDEMPOTENCY_IN_FLIGHT when a call with the key is running, here or in another process.
 * @throws IDEMPOTENCY_KEY_REUSED when the key was used with another input.
 */
export type IdempotencyStore = (call: KeyedCall, run: () => Promise<string>) => Promise<KeyedAnswer>;

const keyErrors = defineErrors({
  IDEMPOTENCY_IN_FLIGHT: (_: { readonly retryAfterSeconds: number }) =>
    "A call with the same key is still running; repeat later for its answer.",
  IDEMPOTENCY_KEY_REUSED: () => "The key belongs to a call with another input; take a new key.",
});

const keptMs = 24 * 3_600_000;

export function idempotencyStore(units: Units, clock: Clock): IdempotencyStore {
  const attempt = async (call: KeyedCall, run: () => Promise<string>): Promise<KeyedAnswer> =>
    units.run(async (unit) => {
      const now = clock.now();
      const found = await look(unit.tx, call, now);
      if (!found.acquired) throw keyErrors.IDEMPOTENCY_IN_FLIGHT({ retryAfterSeconds: 1 });
      if (found.answer !== null && !found.isExpired) {
        if (found.inputHash !== call.inputHash) throw keyErrors.IDEMPOTENCY_KEY_REUSED();
        return { answer: found.answer, isReplay: true };
      }
      if (found.isExpired) await forget(unit.tx, call);
      const answer = await run();
      unit.answer = { ...call, answer, expiresAt: new Date(now.getTime() + keptMs) };
      return { answer, isReplay: false };
    });
  return async (call, run) => {
    try {
      return await attempt(call, run);
    } catch (error) {
      // The other call committed between our look and our lock: its answer is there now.
      if (constraintOf(error) !== "idempotency_keys_pkey") throw error;
      return attempt(call, run);
    }
  };
}

type Found = {
  readonly acquired: boolean;
  readonly inputHash: string | null;
  readonly answer: string | null;
  readonly isExpired: boolean;
};

/** Takes the key for this transaction, without waiting, and looks for an answer. */
async function look(tx: Tx, { scope, key }: KeyedCall, now: Date): Promise<Found> {
  const [row] = await tx.execute<Found>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${scope} ${key}`}, 2)) as "acquired",
      input_hash as "inputHash", answer, coalesce(expires_at <= ${now.toISOString()}::timestamptz, false) as "isExpired"
    from (values (1)) as once left join idempotency_keys on scope = ${scope} and key = ${key}`);
  if (!row) throw new Error("A look-up of one row gave none.");
  return row;
}

const forget = (tx: Tx, { scope, key }: KeyedCall): Promise<unknown> =>
  Promise.resolve(tx.execute(sql`delete from idempotency_keys where scope = ${scope} and key = ${key}`));

type Tx = Parameters<Parameters<Units["run"]>[0]>[0]["tx"];
