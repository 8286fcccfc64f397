/** Failed logins of one account from one address (a pair), of one account, or from one address. */
export type AttemptCount = {
  readonly failures: number;
  /** When the failures that count began. */
  readonly since: Date;
  readonly blockedUntil: Date | null;
  /** Until then the address is trusted for the account; null for the other two. */
  readonly knownUntil: Date | null;
};

export type AttemptCounts = {
  readonly pair: AttemptCount;
  readonly account: AttemptCount;
  readonly address: AttemptCount;
};

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const throttlePolicy = {
  /** Failed logins of a pair without a delay; after them, the delay doubles with each. */
  freeGuesses: 5,
  longestDelayMs: 900 * secondMs,
  /** A pair without failures for this long starts again at zero. */
  pairMemoryMs: dayMs,
  /** Failed logins of an account in an hour, from anywhere; past it, only trusted addresses may try. */
  accountGuesses: 100,
  /** Failed logins from an address in an hour, at any account; past it, only at accounts that trust it. */
  addressGuesses: 200,
  windowMs: hourMs,
  /** How long an address stays trusted after a sign-in. */
  knownMs: 90 * dayMs,
} as const;

export const noAttempts = (at: Date): AttemptCount => ({
  failures: 0,
  since: at,
  blockedUntil: null,
  knownUntil: null,
});

/**
 * Returns the delay before the next attempt of a pair.
 *
 * @param failures - Failed logins so far; an integer, 0 or more.
 * @returns Milliseconds: 0 for the first five, then 1 s, 2 s, 4 s … up to 15 minutes.
 */
export const attemptDelayMs = (failures: number): number =>
  failures < throttlePolicy.freeGuesses
    ? 0
    : Math.min(throttlePolicy.longestDelayMs, secondMs * 2 ** (failures - throttlePolicy.freeGuesses));

export type ThrottleDecision =
  | { readonly isAdmitted: true; readonly counts: AttemptCounts }
  | { readonly isAdmitted: false; readonly waitMs: number };

/**
 * Decides whether an attempt may be made now. An allowed one counts as failed until it succeeds, so that a hundred
 * simultaneous attempts count as a hundred.
 *
 * Strangers cannot lock the owner out: their failures delay strangers, and a trusted address is never delayed by them.
 */
export function decide(counts: AttemptCounts, at: Date): ThrottleDecision {
  const pair = aged(counts.pair, at, throttlePolicy.pairMemoryMs);
  const account = aged(counts.account, at, throttlePolicy.windowMs);
  const address = aged(counts.address, at, throttlePolicy.windowMs);
  const isKnown = pair.knownUntil !== null && pair.knownUntil > at;
  const waitMs = Math.max(
    pair.blockedUntil === null ? 0 : pair.blockedUntil.getTime() - at.getTime(),
    isKnown ? 0 : fullFor(account, throttlePolicy.accountGuesses, at),
    isKnown ? 0 : fullFor(address, throttlePolicy.addressGuesses, at),
  );
  if (waitMs > 0) return { isAdmitted: false, waitMs };
  const failures = pair.failures + 1;
  const delayMs = attemptDelayMs(failures);
  return {
    isAdmitted: true,
    counts: {
      // Each failure restarts a pair's day.
      pair: {
        ...pair,
        failures,
        since: at,
        blockedUntil: delayMs === 0 ? null : new Date(at.getTime() + delayMs),
      },
      account: { ...account, failures: account.failures + 1 },
      address: { ...address, failures: address.failures + 1 },
    },
  };
}

/** The count of a pair after a sign-in: no failures, a trusted address. */
export const trustedAddress = (at: Date): AttemptCount => ({
  ...noAttempts(at),
  knownUntil: new Date(at.getTime() + throttlePolicy.knownMs),
});

/** The counts after a reserved attempt has succeeded. */
export const afterSuccess = ({ account, address }: AttemptCounts, at: Date): AttemptCounts => ({
  pair: trustedAddress(at),
  account: { ...account, failures: Math.max(0, account.failures - 1) },
  address: { ...address, failures: Math.max(0, address.failures - 1) },
});

const aged = (count: AttemptCount, at: Date, memoryMs: number): AttemptCount =>
  at.getTime() - count.since.getTime() < memoryMs
    ? count
    : { ...noAttempts(at), knownUntil: count.knownUntil };

const fullFor = ({ failures, since }: AttemptCount, maximum: number, at: Date): number =>
  failures < maximum ? 0 : since.getTime() + throttlePolicy.windowMs - at.getTime();
