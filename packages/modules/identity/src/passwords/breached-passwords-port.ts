/** Knows passwords that were made public by breaches of other services. */
export type BreachedPasswords = {
  /**
   * Whether a password is among them, after NFKC.
   *
   * @returns false too where it cannot be told: what knows them may be away, and newcomers are let in all the same.
   */
  readonly has: (password: string) => Promise<boolean>;
};
