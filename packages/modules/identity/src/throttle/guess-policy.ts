/** What is known of guesses at one account from one address, at one account, or from one address. */
export type GuessCount = {
  readonly failures: number;
  /** When the failures that count began. */
  readonly since: Date;
  readonly blockedUntil: Date | null;
  /** Until then the pair is one from which the account's owner signs in; null for the other two. */
  readonly knownUntil: Date | null;
};

export type GuessCounts = {
  readonly pair: GuessCount;
  readonly account: GuessCount;
  readonly address: GuessCount;
};

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const guessPolicy = {
  /** Guesses of a pair that cost no waiting; each after that waits, twice as long as the one before. */
  freeGuesses: 5,
  longestDelayMs: 900 * secondMs,
  /** After a quiet day a pair starts anew. */
  pairMemoryMs: dayMs,
  /** Wrong guesses at an account in an hour, from anywhere; past it, only known addresses may try. */
  accountGuesses: 100,
  /** Wrong guesses from an address in an hour, at any account; past it, only at accounts that know the address. */
  addressGuesses: 200,
  windowMs: hourMs,
  /** How long an account knows an address after a sign-in from there. */
  knownMs: 90 * dayMs,
} as const;

export const noGuesses = (at: Date): GuessCount => ({
  failures: 0,
  since: at,
  blockedUntil: null,
  knownUntil: null,
});

/**
 * How long the next guess of a pair has to wait.
 *
 * @param failures - Wrong guesses so far; an integer, 0 or more.
 * @returns Milliseconds: 0 for the first five, then 1 s, 2 s, 4 s … up to 15 minutes.
 */
export const guessDelayMs = (failures: number): number =>
  failures < guessPolicy.freeGuesses
    ? 0
    : Math.min(guessPolicy.longestDelayMs, secondMs * 2 ** (failures - guessPolicy.freeGuesses));

export type GuessVerdict =
  | { readonly isAdmitted: true; readonly counts: GuessCounts }
  | { readonly isAdmitted: false; readonly waitMs: number };

/**
 * Admits a guess, or tells how long to wait. An admitted one counts as wrong until it is known to be right, so that a
 * hundred at once are a hundred.
 *
 * Nobody can lock somebody else out: what strangers do to an account delays strangers, and from an address that the
 * account knows its owner gets in at any time.
 */
export function judgedGuess(counts: GuessCounts, at: Date): GuessVerdict {
  const pair = aged(counts.pair, at, guessPolicy.pairMemoryMs);
  const account = aged(counts.account, at, guessPolicy.windowMs);
  const address = aged(counts.address, at, guessPolicy.windowMs);
  const isKnown = pair.knownUntil !== null && pair.knownUntil > at;
  const waitMs = Math.max(
    pair.blockedUntil === null ? 0 : pair.blockedUntil.getTime() - at.getTime(),
    isKnown ? 0 : fullFor(account, guessPolicy.accountGuesses, at),
    isKnown ? 0 : fullFor(address, guessPolicy.addressGuesses, at),
  );
  if (waitMs > 0) return { isAdmitted: false, waitMs };
  const failures = pair.failures + 1;
  const delayMs = guessDelayMs(failures);
  return {
    isAdmitted: true,
    counts: {
      // A pair's day starts anew with each wrong guess.
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

/** A pair of which it has just been shown that the account's owner is at the address. */
export const knownPair = (at: Date): GuessCount => ({
  ...noGuesses(at),
  knownUntil: new Date(at.getTime() + guessPolicy.knownMs),
});

/** What remains of the counts once the guess has turned out right. */
export const rightGuess = ({ account, address }: GuessCounts, at: Date): GuessCounts => ({
  pair: knownPair(at),
  account: { ...account, failures: Math.max(0, account.failures - 1) },
  address: { ...address, failures: Math.max(0, address.failures - 1) },
});

const aged = (count: GuessCount, at: Date, memoryMs: number): GuessCount =>
  at.getTime() - count.since.getTime() < memoryMs
    ? count
    : { ...noGuesses(at), knownUntil: count.knownUntil };

const fullFor = ({ failures, since }: GuessCount, maximum: number, at: Date): number =>
  failures < maximum ? 0 : since.getTime() + guessPolicy.windowMs - at.getTime();
