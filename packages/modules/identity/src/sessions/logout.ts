import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/** Ends the session of this call; a caller without one, such as a script, has nothing to end. */
export async function logout(deps: Pick<IdentityDeps, "transact">, actor: Actor): Promise<void> {
  const { userId, sessionId } = actor;
  if (actor.via !== "session" || sessionId === null) return;
  await deps.transact(async ({ sessions, audit }) => {
    await sessions.end(userId, sessionId);
    await audit.record({ action: "identity.signed-out", actor, subject: userSubject(userId) });
  });
}
