import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { requireSession } from "./require-session.ts";

/**
 * Ends every session of the caller, including this one.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script: a key that leaks keeps nobody from signing in.
 */
export async function logoutEverywhere(deps: Pick<IdentityDeps, "transact">, actor: Actor): Promise<void> {
  const { userId } = requireSession(actor);
  await deps.transact(async ({ sessions, audit }) => {
    await sessions.endAll(userId);
    await audit.record({
      action: "identity.signed-out-everywhere",
      actor,
      subject: userSubject(userId),
    });
  });
}
