import { identityErrors } from "../domain/errors.ts";
import { emailVerified } from "../domain/user.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { sessionActor } from "./session-actor.ts";
import { userSubject } from "./user-subject.ts";

/**
 * Marks an address as verified by the link that was mailed to it.
 *
 * @throws TOKEN_INVALID when the link is unknown, used or expired, or the account has another address by now.
 */
export async function verifyEmail(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  token: string,
): Promise<void> {
  const at = deps.clock.now();
  await deps.transact(async ({ users, accountTokens, events, audit }) => {
    const used = await accountTokens.redeem("verify-email", token, at);
    const locked = used && (await users.lock(used.userId));
    if (locked?.user.status !== "active" || locked.user.email !== used?.email) {
      throw identityErrors.TOKEN_INVALID();
    }
    const { user } = locked;
    if (user.emailVerifiedAt !== null) return;
    await users.save(emailVerified(user, at));
    await events.append({
      type: "user.email_verified",
      aggregateId: user.id,
      actorId: user.id,
      data: { userId: user.id, email: user.email },
    });
    await audit.record({
      action: "identity.email-verified",
      actor: sessionActor(user),
      subject: userSubject(user.id),
    });
  });
}
