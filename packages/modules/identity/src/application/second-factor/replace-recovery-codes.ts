import type { Actor } from "@ashlar/kernel";
import { credentialErrors } from "../../domain/credential-errors.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";
import { userSubject } from "../user-subject.ts";
import { changingFactors } from "./changing-factors.ts";

/**
 * Hands out ten new recovery codes; those from before are worthless.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws SECOND_FACTOR_NOT_ON.
 */
export async function replaceRecoveryCodes(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "transact" | "secondFactorDuty">,
  actor: Actor,
): Promise<readonly string[]> {
  const person = await recentlyProved(deps, actor);
  const { userId } = person;
  return changingFactors(deps, person, async ({ secondFactors, audit }) => {
    const factor = await secondFactors.lock(userId);
    if (!factor?.onSince) throw credentialErrors.SECOND_FACTOR_NOT_ON();
    const subject = userSubject(userId);
    await audit.record({ action: "identity.recovery-codes-replaced", actor, subject });
    return secondFactors.replaceRecoveryCodes(userId);
  });
}
