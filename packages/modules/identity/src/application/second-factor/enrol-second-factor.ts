import type { Actor } from "@ashlar/kernel";
import { credentialErrors } from "../../domain/credential-errors.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { changingCredentials } from "../proofs/changing-credentials.ts";

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
