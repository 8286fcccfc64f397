import type { Grants } from "../accounts/grants.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** How long an access token is good; other services cannot hear that a session has ended before. */
export const accessTokenMs = 10 * minuteMs;

/** Unused for so long, a refresh token ends; its session ends it in any case. */
export const refreshTokenMs = 30 * dayMs;

/** Refresh tokens that one session may have; with one more, the one that was used least recently ends. */
export const maximumFamilies = 20;

/** What an access token stands for. */
export type AccessGrant = {
  readonly userId: string;
  readonly email: string;
  /** Nobody may be taken for the address's owner before. */
  readonly isEmailVerified: boolean;
  readonly roles: readonly string[];
  /** The session that the token came from; with it the token ends here. */
  readonly sessionId: string;
  /** The service that shall accept the token. */
  readonly audience: string;
  /** What the token was asked for; null for everything that its user may do. */
  readonly grants: Grants | null;
};
