import { recordCredentialChange } from "../reauthentication/record-credential-change.ts";
import { sessionActor } from "../sessions/session-actor.ts";
import type { CredentialWriters } from "../shared/credential-deps.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { credentialKinds } from "./credential-kinds.ts";
import { emailVerified, type User } from "./user.ts";

type Proof = {
  /** The reader of the mail is also in the account: by a live session of it, or by its password. */
  readonly isInside: boolean;
};

/**
 * Notes that the mail of a locked account is read.
 *
 * An account belongs to the reader of its mail from the first proof on. If that reader is not in the account, another
 * person may have opened it with this address: every credential from before ends, so that the other person keeps no way
 * in and cannot keep the owner out. Later proofs change nothing.
 *
 * @returns the account as it is now, and whether its credentials have ended.
 * @see docs/decisions/100-an-account-belongs-to-the-reader-of-its-mail.md
 */
export async function mailboxProved(
  writers: IdentityWriters & CredentialWriters,
  user: User,
  { isInside }: Proof,
  at: Date,
): Promise<{ readonly user: User; readonly isTakenOver: boolean }> {
  if (user.emailVerifiedAt !== null) return { user, isTakenOver: false };
  const next = emailVerified(user, at);
  await writers.users.save(next);
  if (!isInside) {
    for (const end of Object.values(credentialKinds)) await end(writers, user.id, at);
    const change = { change: "account-taken-over", userId: user.id } as const;
    await recordCredentialChange(writers, sessionActor(next), change);
  }
  await writers.events.append({
    type: "user.email_verified",
    aggregateId: user.id,
    actorId: user.id,
    data: { userId: user.id, email: user.email },
  });
  return { user: next, isTakenOver: !isInside };
}
