import type { Actor } from "@ashlar/kernel";
import { refuseSignIn } from "../sessions/refuse-sign-in.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import type { Credentials } from "../shared/ports.ts";
import { withLoginThrottle } from "../throttle/with-login-throttle.ts";

/** How the holder of a mailed link may show to be in the account that the link belongs to. */
export type InsiderProof = {
  /** The account's; left out by a caller in a session of the account, and by one who is not in it. */
  readonly password?: string | undefined;
  readonly address: string | null;
};

/** Decides under the account's lock, as the session or the password may have ended since it was looked at. */
export type Insider = (writers: Pick<CredentialWriters, "proofs">, locked: Credentials) => Promise<boolean>;

const outsider: Insider = async () => false;

/**
 * Finds out whether the holder of a mailed link is also in the account: by a session of it or by its password.
 *
 * @throws INVALID_CREDENTIALS when a password is given and is not the account's.
 * @throws RATE_LIMITED after many wrong passwords.
 */
export async function insider(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "users" | "transact">,
  actor: Actor | null,
  userId: string,
  { password, address }: InsiderProof,
): Promise<Insider> {
  const sessionId = actor?.via === "session" && actor.userId === userId ? actor.sessionId : null;
  if (sessionId !== null) {
    return async ({ proofs }) => (await proofs.proofOf(userId, sessionId)) !== null;
  }
  if (password === undefined) return outsider;
  const found = await deps.users.credentialsOf(userId);
  return withLoginThrottle(deps, { account: found?.user.email ?? userId, address }, async () => {
    const { isMatch } = await deps.hasher.verify(found?.passwordHash ?? null, password);
    if (!isMatch) throw await refuseSignIn(deps, userId);
    return async (_, locked) => locked.passwordHash !== null && locked.passwordHash === found?.passwordHash;
  });
}
