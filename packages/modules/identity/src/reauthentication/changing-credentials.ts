import type { Actor } from "@ashlar/kernel";
import type { User } from "../accounts/user.ts";
import { requireSession, type SessionIdentity } from "../sessions/require-session.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { type ChangedCredential, recordCredentialChange } from "./record-credential-change.ts";
import { requireRecentAuthentication } from "./require-recent-authentication.ts";

type Writers = IdentityWriters & CredentialWriters;

/** Whose credentials are changed, locked. */
type Account = SessionIdentity & {
  readonly user: User;
  readonly hasPassword: boolean;
  /** The account has no second factor and no passkey yet. */
  readonly isFirstFactor: boolean;
};

type Outcome<Result> = {
  readonly result: Result;
  /** Written down with the change; null where nothing signs in that did not before, and nothing has ended. */
  readonly changed: Omit<ChangedCredential, "userId"> | null;
};

/**
 * Changes what signs in to the caller's account, in one transaction that no other change of it overlaps.
 *
 * Each change is in the audit trail, and its owner is notified of it. The proof is looked at under the lock: a session
 * that has just ended adds nothing to the account.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script, and when the account is closed.
 * @throws REAUTHENTICATION_REQUIRED as `requireRecentAuthentication` does.
 */
export async function changingCredentials<Result>(
  { transact, clock }: Pick<CredentialDeps, "transact" | "clock">,
  actor: Actor,
  change: (writers: Writers, account: Account) => Promise<Outcome<Result>>,
): Promise<Result> {
  const { userId } = requireSession(actor);
  return transact(async (writers) => {
    const locked = await writers.users.lock(userId);
    if (locked?.user.status !== "active") throw credentialErrors.SESSION_REQUIRED();
    const { hasFactor, ...person } = await requireRecentAuthentication(
      { clock, proofs: writers.proofs },
      actor,
    );
    const hasPassword = locked.passwordHash !== null;
    const account = { ...person, user: locked.user, hasPassword, isFirstFactor: !hasFactor };
    const { result, changed } = await change(writers, account);
    if (changed !== null) await recordCredentialChange(writers, actor, { ...changed, userId });
    return result;
  });
}
