import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { refuseNoWayIn } from "../reauthentication/refuse-no-way-in.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";

/**
 * Removes one of the caller's passkeys; it can no longer sign in.
 *
 * No session of the caller has shown a second factor any more; another one gives it back by `reauthenticate`.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws PASSKEY_NOT_FOUND when the caller has no such passkey; somebody else's and an unknown one look alike.
 * @throws LAST_WAY_TO_SIGN_IN when nothing else would sign the caller in.
 */
export async function removePasskey(
  deps: Pick<CredentialDeps, "clock" | "signInProviders" | "transact">,
  actor: Actor,
  passkeyId: string,
): Promise<void> {
  await changingCredentials(deps, actor, async (writers, { userId, hasPassword }) => {
    if (!(await writers.passkeys.remove(userId, passkeyId)))
      throw credentialErrors.PASSKEY_NOT_FOUND({ passkeyId });
    await refuseNoWayIn(deps, writers, { userId, hasPassword });
    await writers.proofs.forgetSecondFactor(userId);
    const subject = { kind: "passkey", id: passkeyId };
    return { result: undefined, changed: { change: "passkey-removed", subject } };
  });
}
