import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/**
 * Ends every session of a user, with the access tokens that came from them; API keys and the account stay.
 *
 * @throws USER_NOT_FOUND when there is no such user.
 */
export async function endUserSessions(
  deps: Pick<IdentityDeps, "transact">,
  actor: Actor,
  userId: string,
): Promise<void> {
  await deps.transact(async ({ users, sessions, audit }) => {
    if ((await users.lock(userId)) === null) throw identityErrors.USER_NOT_FOUND({ userId });
    await sessions.endAll(userId);
    await audit.record({ action: "identity.sessions-ended", actor, subject: userSubject(userId) });
  });
}
