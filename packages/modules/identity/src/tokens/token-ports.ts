import type { Grants } from "../accounts/grants.ts";
import type { AccessGrant } from "./access-token.ts";

export type AccessTokenSigner = {
  /** The audience of tokens for this service itself. */
  readonly ownAudience: string;
  /** Signs a token that is good for ten minutes from `at`. */
  readonly sign: (
    grant: AccessGrant,
    at: Date,
  ) => Promise<{ readonly token: string; readonly expiresAt: Date }>;
};

/** What a refresh token is exchanged for. */
export type RefreshGrant = {
  readonly userId: string;
  readonly sessionId: string;
  readonly audience: string;
  /** What its tokens may do; null for everything that their user may. */
  readonly grants: Grants | null;
};

/** A refresh token, told once. */
export type GrantedRefresh = { readonly refreshToken: string; readonly expiresAt: Date };

export type Rotation =
  | { readonly outcome: "rotated"; readonly grant: RefreshGrant; readonly next: GrantedRefresh }
  /** The token had been used before: it and all that came from it have ended. */
  | { readonly outcome: "reused"; readonly grant: RefreshGrant }
  | { readonly outcome: "unknown" };

/** Only hashes are stored. What came from one sign-in of a session ends with that session. */
export type TokenFamilyWriter = {
  /**
   * Starts a family; of more than 20 in a session the least recently used ends. The user is locked by the caller, so two
   * at once do not pass the bound.
   *
   * @throws SESSION_REQUIRED when the session has ended meanwhile.
   */
  readonly start: (grant: RefreshGrant, at: Date) => Promise<GrantedRefresh>;
  /** Exchanges a refresh token for the next. Of two at once one gets it; the other is a reuse. */
  readonly rotate: (refreshToken: string, at: Date) => Promise<Rotation>;
  /** @returns whose it was; null for an unknown one. */
  readonly end: (refreshToken: string) => Promise<RefreshGrant | null>;
};
