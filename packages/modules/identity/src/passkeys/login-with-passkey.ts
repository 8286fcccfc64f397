import { openSession } from "../sessions/open-session.ts";
import type { SignedIn } from "../sessions/signed-in.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { SessionOrigin } from "../shared/ports.ts";
import { userSubject } from "../shared/user-subject.ts";
import type { PasskeyAnswer } from "./passkey-ports.ts";
import { provePasskey } from "./prove-passkey.ts";

export type LoginWithPasskey = { readonly credential: PasskeyAnswer; readonly origin: SessionOrigin };

/**
 * Signs in with a passkey, which its owner has unlocked on a device of theirs: two factors in one, no code is asked for.
 *
 * @throws PASSKEY_REFUSED when the answer proves nothing, and for a deactivated account; the challenge is used up then too.
 */
export async function loginWithPasskey(
  deps: Pick<CredentialDeps, "clock" | "ceremonies" | "transact">,
  { credential, origin }: LoginWithPasskey,
): Promise<SignedIn> {
  const at = deps.clock.now();
  const signedIn = await deps.transact(async (writers) => {
    const passkey = await provePasskey(deps, writers, credential, at);
    const locked = passkey && (await writers.users.lock(passkey.userId));
    if (locked?.user.status === "active") {
      return openSession(writers, locked.user, { method: "passkey", hasSecondFactor: true, origin }, at);
    }
    await writers.audit.record({
      action: "identity.sign-in-refused",
      actor: null,
      subject: userSubject(passkey?.userId ?? "unknown"),
      details: { method: "passkey" },
    });
    return null;
  });
  if (signedIn === null) throw credentialErrors.PASSKEY_REFUSED();
  return signedIn;
}
