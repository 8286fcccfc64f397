import { type Actor, isUuid } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { requireSession } from "./require-session.ts";

/**
 * Ends one of the caller's sessions.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws SESSION_NOT_FOUND when the caller has no such session; somebody else's and an unknown one look alike.
 */
export async function revokeSession(
  deps: Pick<IdentityDeps, "transact">,
  actor: Actor,
  sessionId: string,
): Promise<void> {
  const { userId } = requireSession(actor);
  if (!isUuid(sessionId)) throw identityErrors.SESSION_NOT_FOUND({ sessionId });
  await deps.transact(async ({ sessions, audit }) => {
    const isEnded = await sessions.end(userId, sessionId);
    if (!isEnded) throw identityErrors.SESSION_NOT_FOUND({ sessionId });
    await audit.record({
      action: "identity.session-revoked",
      actor,
      subject: userSubject(userId),
      details: { sessionId },
    });
  });
}
