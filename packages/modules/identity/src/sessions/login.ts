import type { User } from "../accounts/user.ts";
import { proveSecondFactor } from "../second-factor/prove-second-factor.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import type { Credentials, SessionOrigin } from "../shared/ports.ts";
import { withLoginThrottle } from "../throttle/with-login-throttle.ts";
import { openSession } from "./open-session.ts";
import { refuseSignIn } from "./refuse-sign-in.ts";
import { sessionActor } from "./session-actor.ts";
import type { SignedIn } from "./signed-in.ts";

export type Login = {
  /** In lower case. */
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code; needed where the account has a second factor. */
  readonly code?: string | undefined;
  readonly origin: SessionOrigin;
};

type Deps = Pick<CredentialDeps, "clock" | "hasher" | "loginThrottle" | "totp" | "users" | "transact">;

/**
 * Signs in with email and password, and with a code where the account has a second factor.
 *
 * An unknown email, a wrong password, a wrong code and a deactivated account are one outcome. The first, second and last
 * are reached by the same work: a password is verified each time. A session is opened only if neither the password nor
 * the account's status has changed since it was verified, so nobody slips in while an account is being closed or its
 * password changed. An outdated hash is replaced. Only a complete sign-in makes earlier guesses forgotten, so the
 * right password buys no further guesses at the code.
 *
 * @throws INVALID_CREDENTIALS in all four cases.
 * @throws SECOND_FACTOR_REQUIRED when the password is right and a code is needed.
 * @throws RATE_LIMITED after many guesses, whether there is such an account or not.
 * @throws Unavailable when too many wait for a hash.
 */
export function login(deps: Deps, { email, password, code, origin }: Login): Promise<SignedIn> {
  return withLoginThrottle(deps, { account: email, address: origin.address }, async () => {
    const found = await deps.users.credentialsByEmail(email);
    const { isMatch, isOutdated } = await deps.hasher.verify(found?.passwordHash ?? null, password);
    if (!isMatch || found?.user.status !== "active") {
      throw await refuseSignIn(deps, found?.user.id ?? null);
    }
    const newHash = isOutdated ? await deps.hasher.hash(password) : null;
    const signedIn = await open(deps, { found, newHash, code, origin });
    if (signedIn === null) throw await refuseSignIn(deps, found.user.id);
    return signedIn;
  });
}

type Verified = Pick<Login, "code" | "origin"> & {
  readonly found: Credentials;
  readonly newHash: string | null;
};

/** @returns null when the code is wrong. */
async function open(deps: Deps, { found, newHash, code, origin }: Verified): Promise<SignedIn | null> {
  const at = deps.clock.now();
  return deps.transact(async (writers) => {
    const { users } = writers;
    const locked = await users.lock(found.user.id);
    if (locked?.user.status !== "active" || locked.passwordHash !== found.passwordHash) {
      throw identityErrors.INVALID_CREDENTIALS();
    }
    const secondProof = await secondProofOf(deps, writers, locked.user, code, at);
    if (secondProof === null) return null;
    if (newHash !== null) await users.setPassword(locked.user.id, newHash, at);
    const method = ["password", ...secondProof].join("+");
    const hasSecondFactor = secondProof.length > 0;
    return openSession(writers, locked.user, { method, hasSecondFactor, origin }, at);
  });
}

type ProofWriters = Pick<CredentialWriters, "secondFactors"> & Pick<IdentityWriters, "events" | "audit">;

/** What else was proved: nothing where nothing is needed; null where the code is wrong. */
async function secondProofOf(
  deps: Deps,
  writers: ProofWriters,
  user: User,
  code: string | undefined,
  at: Date,
): Promise<readonly string[] | null> {
  const factor = await writers.secondFactors.lock(user.id);
  if (!factor?.onSince) return [];
  if (code === undefined) throw credentialErrors.SECOND_FACTOR_REQUIRED();
  const proof = await proveSecondFactor(deps, writers, sessionActor(user), factor, code, at);
  return proof === null ? null : [proof];
}
