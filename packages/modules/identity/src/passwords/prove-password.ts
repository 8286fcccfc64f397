import type { Actor } from "@ashlar/kernel";
import type { User } from "../accounts/user.ts";
import { recordFailedReauthentication } from "../reauthentication/record-failed-reauthentication.ts";
import { requireShownFactor } from "../reauthentication/require-shown-factor.ts";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import type { Credentials } from "../shared/ports.ts";
import { withLoginThrottle } from "../throttle/with-login-throttle.ts";

export type ProvePassword = {
  readonly currentPassword: string;
  /** Where the call comes from; null where that is not known. */
  readonly address: string | null;
};

export type ProvedPassword = Credentials & {
  /**
   * Locks the account for the change that was proved.
   *
   * @throws SESSION_REQUIRED, REAUTHENTICATION_REQUIRED or INVALID_CREDENTIALS where the session, the factor or the
   *   password was changed by somebody else meanwhile.
   */
  readonly lock: (
    writers: Pick<IdentityWriters, "users"> & Pick<CredentialWriters, "proofs">,
  ) => Promise<User>;
};

/**
 * Lets the caller show once more who is calling, before the account itself is changed: by the password, and by the
 * second factor where the account has one.
 *
 * Wrong passwords are counted and written down, so a session that somebody found open is no place to try them.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the account has a second factor that this session has not shown for ten minutes.
 * @throws INVALID_CREDENTIALS when the password is wrong, or the account has none.
 * @throws RATE_LIMITED after many wrong passwords.
 * @throws Unavailable when too many wait for a hash.
 */
export async function provePassword(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "proofs" | "users" | "transact">,
  actor: Actor,
  { currentPassword, address }: ProvePassword,
): Promise<ProvedPassword> {
  const { userId } = requireSession(actor);
  await requireShownFactor(deps, actor);
  return withLoginThrottle(deps, { account: userId, address }, async () => {
    const found = await deps.users.credentialsOf(userId);
    const { isMatch } = await deps.hasher.verify(found?.passwordHash ?? null, currentPassword);
    if (!isMatch || found === null) throw await recordFailedReauthentication(deps, actor);
    const lock: ProvedPassword["lock"] = async ({ users, proofs }) => {
      const locked = await users.lock(userId);
      if (locked?.user.status !== "active" || locked.passwordHash !== found.passwordHash) {
        throw identityErrors.INVALID_CREDENTIALS();
      }
      await requireShownFactor({ clock: deps.clock, proofs }, actor);
      return locked.user;
    };
    return { ...found, lock };
  });
}
