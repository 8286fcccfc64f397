import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../credential-deps.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";
import { userSubject } from "../user-subject.ts";
import { changingFactors } from "./changing-factors.ts";

/**
 * Turns the caller's second factor off and forgets its recovery codes. Repeating it changes nothing.
 *
 * No session of the caller has shown a second factor any more; another one gives it back by `reauthenticate`.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 */
export async function disableSecondFactor(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "transact" | "secondFactorDuty">,
  actor: Actor,
): Promise<void> {
  const person = await recentlyProved(deps, actor);
  const { userId } = person;
  await changingFactors(deps, person, async ({ secondFactors, proofs, audit }) => {
    if (!(await secondFactors.remove(userId))) return;
    await proofs.forgetSecondFactor(userId);
    const subject = userSubject(userId);
    await audit.record({ action: "identity.second-factor-off", actor, subject });
  });
}
