import type { Actor } from "@ashlar/kernel";
import { sessionActor } from "../sessions/session-actor.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { identityErrors } from "../shared/errors.ts";
import { userSubject } from "../shared/user-subject.ts";
import { type InsiderProof, insider } from "./insider.ts";
import { mailboxProved } from "./mailbox-proved.ts";

export type VerifyEmail = InsiderProof & {
  readonly token: string;
  /** False refuses where all that was set up before would end; default true. */
  readonly takeOver?: boolean | undefined;
};

/**
 * Marks an address as verified by the link that was mailed to it.
 *
 * A caller in a session of the account, or with its password, keeps all that is set up there. Any other caller owns the
 * account from then on: its password and all other credentials end, and a link that sets a password is mailed.
 *
 * @throws TOKEN_INVALID when the link is unknown, used or expired, or the account has another address by now.
 * @throws SESSION_REQUIRED when credentials would end and `takeOver` is false; the link keeps working.
 * @throws INVALID_CREDENTIALS or RATE_LIMITED for a wrong password; the link keeps working.
 */
export async function verifyEmail(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "users" | "accountTokens" | "transact">,
  actor: Actor | null,
  { token, takeOver = true, ...proof }: VerifyEmail,
): Promise<void> {
  const at = deps.clock.now();
  const found = await deps.accountTokens.find("verify-email", token, at);
  if (found === null) throw identityErrors.TOKEN_INVALID();
  const isInside = await insider(deps, actor, found.userId, proof);
  await deps.transact(async (writers) => {
    const { users, accountTokens, accountMail, audit } = writers;
    const used = await accountTokens.redeem("verify-email", token, at);
    const locked = used && (await users.lock(used.userId));
    if (locked?.user.status !== "active" || locked.user.email !== used?.email) {
      throw identityErrors.TOKEN_INVALID();
    }
    const { user } = locked;
    if (user.emailVerifiedAt !== null) return;
    const proof = { isInside: await isInside(writers, locked) };
    if (!proof.isInside && !takeOver) throw credentialErrors.SESSION_REQUIRED();
    const { isTakenOver } = await mailboxProved(writers, user, proof, at);
    if (isTakenOver) await accountMail.passwordReset(user.email);
    await audit.record({
      action: "identity.email-verified",
      actor: sessionActor(user),
      subject: userSubject(user.id),
    });
  });
}
