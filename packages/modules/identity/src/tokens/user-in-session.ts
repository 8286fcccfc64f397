import type { User } from "../accounts/user.ts";
import { effectiveRoles, requiresSecondFactor } from "../second-factor/second-factor-duty.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";

/** A user with the roles that count in one of the user's sessions. */
export async function userInSession(
  { secondFactorDuty }: Pick<CredentialDeps, "secondFactorDuty">,
  { proofs }: Pick<CredentialWriters, "proofs">,
  user: User,
  sessionId: string,
): Promise<User> {
  if (!requiresSecondFactor(secondFactorDuty, user.roles)) return user;
  const hasSecondFactor = await proofs.hasSecondFactor(user.id, sessionId);
  return { ...user, roles: effectiveRoles(secondFactorDuty, user.roles, hasSecondFactor) };
}
