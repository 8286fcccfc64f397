/** The account that a login is for, and the client's address. */
export type LoginAttempt = {
  /** The email in lower case, of an account or not; or another name of the account. */
  readonly account: string;
  /** Null if unknown. */
  readonly address: string | null;
};

/**
 * Counts failed logins over all processes and delays further ones.
 *
 * It counts by what was typed, whether such an account exists or not: both are refused alike.
 */
export type LoginThrottle = {
  /**
   * Reserves an attempt and counts it as failed until it succeeds.
   *
   * @returns null, or the milliseconds to wait before the next attempt.
   */
  readonly reserveAttempt: (login: LoginAttempt, at: Date) => Promise<number | null>;
  /** Removes a reserved attempt from the counts and makes the address trusted for the account. */
  readonly recordSuccess: (login: LoginAttempt, at: Date) => Promise<void>;
};

/** The login throttle within a unit of work. */
export type LoginThrottleWriter = {
  /**
   * Makes an address trusted for an account whose owner has proved to be there without a password. Failed logins of the pair
   * are forgotten; those that the account and the address have with others stay.
   */
  readonly trust: (login: LoginAttempt, at: Date) => Promise<void>;
};
