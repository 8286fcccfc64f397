import type { Actor } from "@ashlar/kernel";
import type { PasskeyAnswer } from "../passkeys/passkey-ports.ts";
import { provePasskey } from "../passkeys/prove-passkey.ts";
import { proveSecondFactor } from "../second-factor/prove-second-factor.ts";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { withLoginThrottle } from "../throttle/with-login-throttle.ts";
import { recordFailedReauthentication } from "./record-failed-reauthentication.ts";

/** Exactly one proof. */
export type Reauthenticate = {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
  readonly passkey?: PasskeyAnswer | undefined;
  readonly address: string | null;
};

type Deps = Pick<
  CredentialDeps,
  "clock" | "loginThrottle" | "hasher" | "users" | "totp" | "ceremonies" | "transact"
>;

/**
 * Proves once more who is calling: by the password, a code of the second factor, or a passkey of the caller's own.
 *
 * Sensitive changes are allowed in this session for ten minutes from then on; a code or a passkey is also a second
 * factor shown in it, for as long as it lasts. Wrong proofs are written down, and counted like wrong guesses at sign-in,
 * so a session that somebody found open is no place to try passwords.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws INVALID_CREDENTIALS when the proof is wrong, or the account has no such proof.
 * @throws RATE_LIMITED after many wrong proofs.
 */
export async function reauthenticate(deps: Deps, actor: Actor, given: Reauthenticate): Promise<void> {
  const { userId, sessionId } = requireSession(actor);
  await withLoginThrottle(deps, { account: userId, address: given.address }, async () => {
    const isPassword = given.password !== undefined && (await isPasswordOf(deps, userId, given.password));
    const isProved = await deps.transact(async (writers) => {
      const at = deps.clock.now();
      const proof = isPassword ? "password" : await otherProofOf(deps, writers, actor, given, at);
      if (proof === null) return false;
      await writers.proofs.prove(userId, sessionId, at);
      if (proof !== "password") await writers.proofs.showSecondFactor(userId, sessionId, at);
      await writers.audit.record({
        action: "identity.reauthenticated",
        actor,
        subject: userSubject(userId),
        details: { method: proof },
      });
      return true;
    });
    if (!isProved) throw await recordFailedReauthentication(deps, actor);
  });
}

async function isPasswordOf(deps: Deps, userId: string, password: string): Promise<boolean> {
  const found = await deps.users.credentialsOf(userId);
  return (await deps.hasher.verify(found?.passwordHash ?? null, password)).isMatch;
}

async function otherProofOf(
  deps: Deps,
  writers: IdentityWriters & CredentialWriters,
  actor: Actor,
  { code, passkey }: Reauthenticate,
  at: Date,
): Promise<string | null> {
  if (passkey !== undefined) {
    const proved = await provePasskey(deps, writers, passkey, at);
    return proved?.userId === actor.userId ? "passkey" : null;
  }
  if (code === undefined) return null;
  const factor = await writers.secondFactors.lock(actor.userId);
  return factor?.onSince ? proveSecondFactor(deps, writers, actor, factor, code, at) : null;
}
