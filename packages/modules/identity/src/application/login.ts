import { identityErrors } from "../domain/errors.ts";
import { enter } from "./enter.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import type { SessionOrigin } from "./ports.ts";
import { refuseSignIn } from "./refuse-sign-in.ts";
import type { SignedIn } from "./signed-in.ts";

export type Login = {
  /** In lower case. */
  readonly email: string;
  readonly password: string;
  readonly origin: SessionOrigin;
};

/**
 * Signs in with email and password.
 *
 * An unknown email, a wrong password and a deactivated account are one outcome, reached by the same work: a password is
 * verified each time. A session is opened only if neither the password nor the account's status has changed since it was
 * verified, so nobody slips in while an account is being closed or its password changed. An outdated hash is replaced.
 *
 * @throws INVALID_CREDENTIALS in all three cases.
 * @throws Unavailable when too many wait for a hash.
 */
export async function login(
  deps: Pick<IdentityDeps, "clock" | "hasher" | "users" | "transact">,
  { email, password, origin }: Login,
): Promise<SignedIn> {
  const found = await deps.users.credentialsByEmail(email);
  const { isMatch, isOutdated } = await deps.hasher.verify(found?.passwordHash ?? null, password);
  if (!isMatch || found?.user.status !== "active") {
    throw await refuseSignIn(deps, found?.user.id ?? null, origin);
  }
  const newHash = isOutdated ? await deps.hasher.hash(password) : null;
  const at = deps.clock.now();
  return deps.transact(async (writers) => {
    const { users } = writers;
    const locked = await users.lock(found.user.id);
    if (locked?.user.status !== "active" || locked.passwordHash !== found.passwordHash) {
      throw identityErrors.INVALID_CREDENTIALS();
    }
    if (newHash !== null) await users.setPassword(locked.user.id, newHash, at);
    return enter(writers, locked.user, { method: "password", origin }, at);
  });
}
