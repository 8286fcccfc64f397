import type { Actor } from "@ashlar/kernel";
import { insider } from "../accounts/insider.ts";
import { mailboxProved } from "../accounts/mailbox-proved.ts";
import { sessionActor } from "../sessions/session-actor.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { identityErrors } from "../shared/errors.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import { hashNewPassword } from "./hash-new-password.ts";

export type ResetPassword = {
  readonly token: string;
  readonly newPassword: string;
  readonly origin: SessionOrigin;
};

/**
 * Sets a password by a mailed link and ends every session, both or neither. Who holds the link has the mail, so the
 * address counts as verified, and who opens it is the owner: guesses of strangers do not keep them out from there.
 *
 * Where this is the first proof that the address is read, and the caller is in no session of the account, all other
 * credentials end too: another person may have opened the account.
 *
 * Costs no hash unless the link works. A refused password does not use the link up.
 *
 * @throws TOKEN_INVALID when the link is unknown, used or expired; of two uses at once one gets this.
 * @throws PASSWORD_REFUSED when the new password is easy to guess or known from a breach.
 */
export async function resetPassword(
  deps: Pick<
    CredentialDeps,
    "clock" | "loginThrottle" | "hasher" | "breachedPasswords" | "users" | "accountTokens" | "transact"
  >,
  actor: Actor | null,
  { token, newPassword, origin }: ResetPassword,
): Promise<void> {
  const found = await deps.accountTokens.find("reset-password", token, deps.clock.now());
  const user = found && (await deps.users.find(found.userId));
  if (!user) throw identityErrors.TOKEN_INVALID();
  const passwordHash = await hashNewPassword(deps, newPassword, user);
  const isInside = await insider(deps, actor, user.id, { address: origin.address });
  const at = deps.clock.now();
  await deps.transact(async (writers) => {
    const { users, sessions, accountTokens, loginThrottle, events, audit } = writers;
    const used = await accountTokens.redeem("reset-password", token, at);
    const locked = used && (await users.lock(used.userId));
    if (locked?.user.status !== "active" || locked.user.email !== used?.email) {
      throw identityErrors.TOKEN_INVALID();
    }
    const proof = { isInside: await isInside(writers, locked) };
    const { user: next, isTakenOver } = await mailboxProved(writers, locked.user, proof, at);
    await users.setPassword(next.id, passwordHash, at);
    await sessions.endAll(next.id);
    await accountTokens.discardAll(next.id);
    await loginThrottle.trust({ account: next.email, address: origin.address }, at);
    await events.append({
      type: "user.password_changed",
      aggregateId: next.id,
      actorId: next.id,
      data: { userId: next.id, by: "reset", ...(isTakenOver && { isTakenOver }) },
    });
    await audit.record({
      action: "identity.password-reset",
      actor: sessionActor(next),
      subject: userSubject(next.id),
    });
  });
}
