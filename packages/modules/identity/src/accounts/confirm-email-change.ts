import type { Actor } from "@ashlar/kernel";
import { sessionActor } from "../sessions/session-actor.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { identityErrors } from "../shared/errors.ts";
import { userSubject } from "../shared/user-subject.ts";
import { type InsiderProof, insider } from "./insider.ts";
import { emailChanged } from "./user.ts";

export type ConfirmEmailChange = InsiderProof & { readonly token: string };

/**
 * Gives an account the address that the link was mailed to. Links that were mailed to the former address end.
 *
 * The link alone does not do: its reader may be a stranger to the account, where the address was mistyped, or where a
 * stranger asked for the address of another person. A session of the account or its password shows that both are one.
 *
 * @throws TOKEN_INVALID when the link is unknown, used or expired.
 * @throws SESSION_REQUIRED outside a session of the account and without its password; the link keeps working.
 * @throws INVALID_CREDENTIALS or RATE_LIMITED for a wrong password; the link keeps working.
 * @throws EMAIL_TAKEN when another account got the address meanwhile.
 */
export async function confirmEmailChange(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "users" | "accountTokens" | "transact">,
  actor: Actor | null,
  { token, ...proof }: ConfirmEmailChange,
): Promise<void> {
  const at = deps.clock.now();
  const found = await deps.accountTokens.find("change-email", token, at);
  if (found === null) throw identityErrors.TOKEN_INVALID();
  const isInside = await insider(deps, actor, found.userId, proof);
  await deps.transact(async (writers) => {
    const { users, accountTokens, events, audit } = writers;
    const used = await accountTokens.redeem("change-email", token, at);
    const locked = used && (await users.lock(used.userId));
    if (used === null || locked?.user.status !== "active") throw identityErrors.TOKEN_INVALID();
    if (!(await isInside(writers, locked))) throw credentialErrors.SESSION_REQUIRED();
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
