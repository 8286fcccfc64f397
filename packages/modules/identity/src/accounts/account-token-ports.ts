import type { AccountToken, TokenPurpose } from "./account-token.ts";

export type AccountTokenReader = {
  /** What a token of that purpose stands for; null when it is unknown, used or expired. */
  readonly find: (purpose: TokenPurpose, token: string, at: Date) => Promise<AccountToken | null>;
};

/** Only hashes are stored; a token of 256 random bits is told once, by `issue`. */
export type AccountTokenWriter = {
  /**
   * Makes a token. Earlier ones of the user for the same purpose keep working, the newest five: a mail that arrives
   * late, or twice, is not in vain.
   */
  readonly issue: (token: AccountToken) => Promise<string>;
  /**
   * Uses a token up, and with it every other of the user for that purpose. Of two at once one gets it.
   *
   * @returns null when it is unknown, used or expired.
   */
  readonly redeem: (purpose: TokenPurpose, token: string, at: Date) => Promise<AccountToken | null>;
  /** Makes all of the user's tokens worthless. */
  readonly discardAll: (userId: string) => Promise<void>;
};
