import type { Actor } from "@ashlar/kernel";
import { grantable } from "../accounts/grantable.ts";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { userSubject } from "../shared/user-subject.ts";
import { type GrantedTokens, grantedTokens } from "./granted-tokens.ts";
import { userInSession } from "./user-in-session.ts";

export type IssueTokens = {
  /** Default: this service itself. */
  readonly audience?: string | undefined;
  /** What the tokens may do, of what their user may; default all of it. */
  readonly scopes?: readonly string[] | undefined;
};

/**
 * Issues an access token for ten minutes, and a refresh token that ends with the caller's session at the latest.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script: none of them makes more of its kind; and for a
 *   session that has just ended.
 * @throws SCOPE_NOT_HELD naming the scopes that the caller may not give.
 */
export async function issueTokens(
  deps: Pick<CredentialDeps, "clock" | "accessTokens" | "ownScopes" | "transact" | "secondFactorDuty">,
  actor: Actor,
  { audience = deps.accessTokens.ownAudience, scopes }: IssueTokens,
): Promise<GrantedTokens> {
  const { userId, sessionId } = requireSession(actor);
  const grants = scopes === undefined ? null : grantable(deps, actor, scopes);
  const grant = { userId, sessionId, audience, grants };
  const { user, refresh } = await deps.transact(async (writers) => {
    const { users, tokenFamilies, audit } = writers;
    const locked = await users.lock(userId);
    if (locked?.user.status !== "active") throw credentialErrors.SESSION_REQUIRED();
    await audit.record({
      action: "identity.tokens-issued",
      actor,
      subject: userSubject(userId),
      details: { audience, ...(scopes && { scopes }) },
    });
    return {
      user: await userInSession(deps, writers, locked.user, sessionId),
      refresh: await tokenFamilies.start(grant, deps.clock.now()),
    };
  });
  return grantedTokens(deps, user, grant, refresh);
}
