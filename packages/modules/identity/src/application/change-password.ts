import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../domain/errors.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { hashNewPassword } from "./hash-new-password.ts";
import { type ProvePassword, provePassword } from "./prove-password.ts";
import { userSubject } from "./user-subject.ts";

export type ChangePassword = ProvePassword & { readonly newPassword: string };

/**
 * Sets the caller's password and ends the caller's other sessions and mailed links, all or nothing.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws INVALID_CREDENTIALS when the current password is wrong, or was changed by somebody else meanwhile.
 * @throws PASSWORD_REFUSED when the new password is easy to guess or known from a breach.
 */
export async function changePassword(
  deps: Pick<CredentialDeps, "clock" | "guesses" | "hasher" | "breachedPasswords" | "users" | "transact">,
  actor: Actor,
  { newPassword, ...proof }: ChangePassword,
): Promise<void> {
  const found = await provePassword(deps, actor, proof);
  const newHash = await hashNewPassword(deps, newPassword, found.user);
  await deps.transact(async ({ users, sessions, accountTokens, events, audit }) => {
    const locked = await users.lock(actor.userId);
    if (locked?.passwordHash !== found.passwordHash) throw identityErrors.INVALID_CREDENTIALS();
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
