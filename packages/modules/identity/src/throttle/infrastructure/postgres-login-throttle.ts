import type { DatabaseConnection, Transaction } from "@ashlar/database";
import { addressKey } from "@ashlar/kernel";
import { asc, inArray, sql } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { guessCounts } from "../../infrastructure/tables.ts";
import type { LoginAttempt, LoginThrottle, LoginThrottleWriter } from "../login-throttle.ts";
import {
  type AttemptCount,
  type AttemptCounts,
  afterSuccess,
  decide,
  noAttempts,
  throttlePolicy,
  trustedAddress,
} from "../throttle-policy.ts";

/**
 * Counts failed logins in PostgreSQL, shared by all processes.
 *
 * It uses transactions of its own: an attempt counts although its request fails. Rows are locked in the order of their
 * keys, so attempts wait for each other and never deadlock.
 */
export const postgresLoginThrottle = ({ transact }: Pick<DatabaseConnection, "transact">): LoginThrottle => ({
  reserveAttempt: (login, at) =>
    transact(async (tx) => {
      const keys = keysOf(login);
      const verdict = decide(await locked(tx, keys, at), at);
      if (!verdict.isAdmitted) return verdict.waitMs;
      await save(tx, keyed(keys, verdict.counts), at);
      return null;
    }),
  recordSuccess: (login, at) =>
    transact(async (tx) => {
      const keys = keysOf(login);
      await save(tx, keyed(keys, afterSuccess(await locked(tx, keys, at), at)), at);
    }),
});

/** Writes to the counts in an open transaction. */
export const postgresLoginThrottleWriter = (tx: Transaction): LoginThrottleWriter => ({
  trust: (login, at) => save(tx, [{ key: keysOf(login).pair, ...trustedAddress(at) }], at),
});

type KeyedCount = AttemptCount & { readonly key: string };
type Keys = { readonly [Name in keyof AttemptCounts]: string };

/** Without an address attempts are counted per account: they may come from many clients. */
function keysOf({ account, address }: LoginAttempt): Keys {
  const from = address === null ? `unknown ${account}` : addressKey(address);
  return {
    pair: secretHash(JSON.stringify(["pair", account, from])),
    account: secretHash(JSON.stringify(["account", account])),
    address: secretHash(JSON.stringify(["address", from])),
  };
}

async function locked(tx: Transaction, keys: Keys, at: Date): Promise<AttemptCounts> {
  const sorted = Object.values(keys).sort();
  const fresh = { ...noAttempts(at), forgetAfter: at };
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
  const of = (key: string): AttemptCount => rows.find((row) => row.key === key) ?? noAttempts(at);
  return { pair: of(keys.pair), account: of(keys.account), address: of(keys.address) };
}

const keyed = (keys: Keys, counts: AttemptCounts): KeyedCount[] =>
  (["pair", "account", "address"] as const).map((name) => ({ ...counts[name], key: keys[name] }));

async function save(tx: Transaction, counts: readonly KeyedCount[], at: Date): Promise<void> {
  const rows = counts.map(({ key, failures, since, blockedUntil, knownUntil }) => {
    const quietMs = at.getTime() + throttlePolicy.pairMemoryMs;
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
