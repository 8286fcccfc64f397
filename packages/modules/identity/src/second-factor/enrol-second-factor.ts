import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";

/**
 * Begins to set up an authenticator app; nothing changes at sign-in until `confirmSecondFactor`.
 *
 * Beginning again replaces a secret that was not confirmed.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws SECOND_FACTOR_ALREADY_ON.
 */
export async function enrolSecondFactor(
  deps: Pick<CredentialDeps, "clock" | "totp" | "transact">,
  actor: Actor,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const secret = deps.totp.newSecret();
  return changingCredentials(deps, actor, async ({ secondFactors }, { user, userId }) => {
    const factor = await secondFactors.lock(userId);
    if (factor?.onSince) throw credentialErrors.SECOND_FACTOR_ALREADY_ON();
    await secondFactors.begin(userId, secret, deps.clock.now());
    return { result: { secret, uri: deps.totp.uri(secret, user.email) }, changed: null };
  });
}
