import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { hashNewPassword } from "./hash-new-password.ts";
import { type ProvePassword, provePassword } from "./prove-password.ts";

export type ChangePassword = ProvePassword & { readonly newPassword: string };

/**
 * Sets the caller's password and ends the caller's other sessions and mailed links, all or nothing.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the account has a second factor that this session has not shown for ten minutes.
 * @throws INVALID_CREDENTIALS when the current password is wrong, or was changed by somebody else meanwhile.
 * @throws PASSWORD_REFUSED when the new password is easy to guess or known from a breach.
 */
export async function changePassword(
  deps: Pick<
    CredentialDeps,
    "clock" | "loginThrottle" | "hasher" | "breachedPasswords" | "proofs" | "users" | "transact"
  >,
  actor: Actor,
  { newPassword, ...proof }: ChangePassword,
): Promise<void> {
  const { user, lock } = await provePassword(deps, actor, proof);
  const newHash = await hashNewPassword(deps, newPassword, user);
  await deps.transact(async (writers) => {
    const { users, sessions, accountTokens, events, audit } = writers;
    await lock(writers);
    await users.setPassword(actor.userId, newHash, deps.clock.now());
    await sessions.endAll(actor.userId, actor.via === "session" ? actor.sessionId : null);
    await accountTokens.discardAll(actor.userId);
    await events.append({
      type: "user.password_changed",
      aggregateId: actor.userId,
      actorId: actor.userId,
      data: { userId: actor.userId, by: "change" },
    });
    await audit.record({ action: "identity.password-changed", actor, subject: userSubject(actor.userId) });
  });
}
