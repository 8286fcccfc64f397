import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";

/**
 * Replaces the recovery codes with ten new ones.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws SECOND_FACTOR_NOT_ON.
 */
export async function replaceRecoveryCodes(
  deps: Pick<CredentialDeps, "clock" | "transact">,
  actor: Actor,
): Promise<readonly string[]> {
  return changingCredentials(deps, actor, async ({ secondFactors }, { userId }) => {
    const factor = await secondFactors.lock(userId);
    if (!factor?.onSince) throw credentialErrors.SECOND_FACTOR_NOT_ON();
    const recoveryCodes = await secondFactors.replaceRecoveryCodes(userId);
    return { result: recoveryCodes, changed: { change: "recovery-codes-replaced" } };
  });
}
