import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { userSubject } from "../shared/user-subject.ts";
import { type GrantedTokens, grantedTokens } from "./granted-tokens.ts";
import { userInSession } from "./user-in-session.ts";

/**
 * Exchanges a refresh token for the next pair; it works once.
 *
 * A token that is used again was copied: nobody can tell by whom, so all that came from it ends, and the audit trail says
 * so.
 *
 * @throws INVALID_REFRESH_TOKEN when it is unknown, used or ended, or its session or account is.
 * @see RFC 9700, section 4.14.2.
 */
export async function refreshTokens(
  deps: Pick<CredentialDeps, "clock" | "accessTokens" | "transact" | "secondFactorDuty">,
  refreshToken: string,
): Promise<GrantedTokens> {
  const refreshed = await deps.transact(async (writers) => {
    const { users, tokenFamilies, audit } = writers;
    const rotation = await tokenFamilies.rotate(refreshToken, deps.clock.now());
    if (rotation.outcome === "unknown") return null;
    if (rotation.outcome === "reused") {
      const subject = userSubject(rotation.grant.userId);
      const { audience } = rotation.grant;
      await audit.record({
        action: "identity.refresh-token-reused",
        actor: null,
        subject,
        details: { audience },
      });
      return null;
    }
    const locked = await users.lock(rotation.grant.userId);
    if (locked?.user.status !== "active") return null;
    return { ...rotation, user: await userInSession(deps, writers, locked.user, rotation.grant.sessionId) };
  });
  if (refreshed === null) throw credentialErrors.INVALID_REFRESH_TOKEN();
  return grantedTokens(deps, refreshed.user, refreshed.grant, refreshed.next);
}
