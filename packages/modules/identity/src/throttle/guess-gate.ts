/** Who is guessed at, and from where. */
export type Guess = {
  /** The email in lower case, of an account or not; or whatever else names the account. */
  readonly account: string;
  /** Null where it is not known. */
  readonly address: string | null;
};

/**
 * Counts wrong guesses over all processes, so that nobody has many.
 *
 * It knows what was typed, not whether such an account exists: both are refused alike.
 */
export type GuessGate = {
  /**
   * Admits a guess and counts it as wrong.
   *
   * @returns Milliseconds to wait where it is not admitted, else null.
   */
  readonly admit: (guess: Guess, at: Date) => Promise<number | null>;
  /** Takes an admitted guess back, as it was right; the account knows the address from then on. */
  readonly acquit: (guess: Guess, at: Date) => Promise<void>;
};

/** Notes in a unit of work what it has found out about guesses. */
export type GuessWriter = {
  /**
   * Makes an address known to an account whose owner has been shown to be there otherwise than by a guess. Wrong guesses
   * of the two are forgotten; those that the account and the address have with others stay.
   */
  readonly know: (guess: Guess, at: Date) => Promise<void>;
};
