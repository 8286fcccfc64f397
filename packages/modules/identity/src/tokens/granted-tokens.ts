import type { User } from "../accounts/user.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { GrantedRefresh, RefreshGrant } from "./token-ports.ts";

/** An access token, and what gets the next one. */
export type GrantedTokens = {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
};

/** Signs the access token that belongs to a refresh token. */
export async function grantedTokens(
  { accessTokens, clock }: Pick<CredentialDeps, "accessTokens" | "clock">,
  user: User,
  { sessionId, audience, grants }: RefreshGrant,
  { refreshToken, expiresAt: refreshExpiresAt }: GrantedRefresh,
): Promise<GrantedTokens> {
  const { id: userId, email, emailVerifiedAt, roles } = user;
  const isEmailVerified = emailVerifiedAt !== null;
  const grant = { userId, email, isEmailVerified, roles, sessionId, audience, grants };
  const { token, expiresAt } = await accessTokens.sign(grant, clock.now());
  return { accessToken: token, expiresAt, refreshToken, refreshExpiresAt };
}
