import type { DatabaseConnection, Transaction } from "@ashlar/database";
import { addressKey } from "@ashlar/kernel";
import { asc, inArray, sql } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { guessCounts } from "../../infrastructure/tables.ts";
import type { Guess, GuessGate, GuessWriter } from "../guess-gate.ts";
import {
  type GuessCount,
  type GuessCounts,
  guessPolicy,
  judgedGuess,
  knownPair,
  noGuesses,
  rightGuess,
} from "../guess-policy.ts";

/**
 * Counts guesses in PostgreSQL, where every process sees them.
 *
 * In transactions of its own: a guess counts although what it was made for fails. The rows are locked in the order of
 * their keys, so guesses wait for each other and never deadlock.
 */
export const postgresGuessGate = ({ transact }: Pick<DatabaseConnection, "transact">): GuessGate => ({
  admit: (guess, at) =>
    transact(async (tx) => {
      const keys = keysOf(guess);
      const verdict = judgedGuess(await locked(tx, keys, at), at);
      if (!verdict.isAdmitted) return verdict.waitMs;
      await save(tx, keyed(keys, verdict.counts), at);
      return null;
    }),
  acquit: (guess, at) =>
    transact(async (tx) => {
      const keys = keysOf(guess);
      await save(tx, keyed(keys, rightGuess(await locked(tx, keys, at), at)), at);
    }),
});

/** Writes what is known of guesses in an open transaction. */
export const postgresGuessWriter = (tx: Transaction): GuessWriter => ({
  know: (guess, at) => save(tx, [{ key: keysOf(guess).pair, ...knownPair(at) }], at),
});

type KeyedCount = GuessCount & { readonly key: string };
type Keys = { readonly [Name in keyof GuessCounts]: string };

/** Guesses from nowhere known are counted for each account by itself: they are not one guesser's. */
function keysOf({ account, address }: Guess): Keys {
  const from = address === null ? `unknown ${account}` : addressKey(address);
  return {
    pair: secretHash(JSON.stringify(["pair", account, from])),
    account: secretHash(JSON.stringify(["account", account])),
    address: secretHash(JSON.stringify(["address", from])),
  };
}

async function locked(tx: Transaction, keys: Keys, at: Date): Promise<GuessCounts> {
  const sorted = Object.values(keys).sort();
  const fresh = { ...noGuesses(at), forgetAfter: at };
  await tx
    .insert(guessCounts)
    .values(sorted.map((key) => ({ key, ...fresh })))
    .onConflictDoNothing();
  const rows = await tx
    .select()
    .from(guessCounts)
    .where(inArray(guessCounts.key, sorted))
    .orderBy(asc(guessCounts.key))
    .for("update");
  const of = (key: string): GuessCount => rows.find((row) => row.key === key) ?? noGuesses(at);
  return { pair: of(keys.pair), account: of(keys.account), address: of(keys.address) };
}

const keyed = (keys: Keys, counts: GuessCounts): KeyedCount[] =>
  (["pair", "account", "address"] as const).map((name) => ({ ...counts[name], key: keys[name] }));

async function save(tx: Transaction, counts: readonly KeyedCount[], at: Date): Promise<void> {
  const rows = counts.map(({ key, failures, since, blockedUntil, knownUntil }) => {
    const quietMs = at.getTime() + guessPolicy.pairMemoryMs;
    const forgetAfter = new Date(Math.max(quietMs, knownUntil?.getTime() ?? 0));
    return { key, failures, since, blockedUntil, knownUntil, forgetAfter };
  });
  await tx
    .insert(guessCounts)
    .values(rows)
    .onConflictDoUpdate({
      target: guessCounts.key,
      set: {
        failures: sql`excluded.failures`,
        since: sql`excluded.since`,
        blockedUntil: sql`excluded.blocked_until`,
        knownUntil: sql`excluded.known_until`,
        forgetAfter: sql`excluded.forget_after`,
      },
    });
}
