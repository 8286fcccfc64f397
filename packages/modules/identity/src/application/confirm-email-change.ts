import { identityErrors } from "../domain/errors.ts";
import { emailChanged } from "../domain/user.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { sessionActor } from "./session-actor.ts";
import { userSubject } from "./user-subject.ts";

/**
 * Gives an account the address that the link was mailed to. Links that were mailed to the former address end.
 *
 * @throws TOKEN_INVALID when the link is unknown, used or expired.
 * @throws EMAIL_TAKEN when another account got the address meanwhile.
 */
export async function confirmEmailChange(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  token: string,
): Promise<void> {
  const at = deps.clock.now();
  await deps.transact(async ({ users, accountTokens, events, audit }) => {
    const used = await accountTokens.redeem("change-email", token, at);
    const locked = used && (await users.lock(used.userId));
    if (used === null || locked?.user.status !== "active") throw identityErrors.TOKEN_INVALID();
    const { user } = locked;
    await users.save(emailChanged(user, used.email, at));
    await accountTokens.discardAll(user.id);
    await events.append({
      type: "user.email_changed",
      aggregateId: user.id,
      actorId: user.id,
      data: { userId: user.id, formerEmail: user.email, email: used.email },
    });
    await audit.record({
      action: "identity.email-changed",
      actor: sessionActor(user),
      subject: userSubject(user.id),
    });
  });
}
