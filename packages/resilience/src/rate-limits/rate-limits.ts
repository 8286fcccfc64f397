import type { LimitClass } from "@ashlar/contracts";

/** So many calls in a window that starts with the first of them. */
export type Budget = {
  /** An integer, 1 or more. */
  readonly quota: number;
  /** An integer, 1–86,400. */
  readonly windowSeconds: number;
};

/** What a class of calls costs at most; both budgets count. */
export type ClassLimits = {
  /** For each signed-in actor; for `auth`, for each pair of address and account. */
  readonly perCaller: Budget;
  /** For each client address; an IPv6 network of 64 bits is one address. */
  readonly perAddress: Budget;
};

/** How many streams may be open in one process at the same time; an integer each, 1 or more. */
export type StreamLimits = {
  /** For each signed-in user, whatever the session, key or token. */
  readonly perCaller: number;
  /** For each client address, as in `ClassLimits`. */
  readonly perAddress: number;
};

export type RateLimits = Readonly<Record<LimitClass, ClassLimits>> & { readonly streams: StreamLimits };

const perMinute = (quota: number): Budget => ({ quota, windowSeconds: 60 });

/**
 * Generous to readers, strict to guessers.
 *
 * An address is often an office, so it may do several times what one caller may. Guesses at one account are counted
 * by address and account together: a stranger who guesses elsewhere does not keep the owner out.
 */
export const defaultRateLimits: RateLimits = {
  auth: { perCaller: perMinute(10), perAddress: perMinute(100) },
  read: { perCaller: perMinute(1_200), perAddress: perMinute(6_000) },
  write: { perCaller: perMinute(300), perAddress: perMinute(1_500) },
  expensive: { perCaller: perMinute(30), perAddress: perMinute(120) },
  streams: { perCaller: 32, perAddress: 512 },
};

const endless: ClassLimits = { perCaller: perMinute(1_000_000_000), perAddress: perMinute(1_000_000_000) };

/** Counts and tells like any other, and never refuses: for load tests and fuzzers, which are one caller. */
export const endlessRateLimits: RateLimits = {
  auth: endless,
  read: endless,
  write: endless,
  expensive: endless,
  streams: { perCaller: 1_000_000_000, perAddress: 1_000_000_000 },
};
