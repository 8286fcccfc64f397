import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";

/**
 * Turns the caller's second factor off and forgets its recovery codes. Repeating it changes nothing.
 *
 * No session of the caller has shown a second factor any more; another one gives it back by `reauthenticate`.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 */
export async function disableSecondFactor(
  deps: Pick<CredentialDeps, "clock" | "transact">,
  actor: Actor,
): Promise<void> {
  await changingCredentials(deps, actor, async ({ secondFactors, proofs }, { userId }) => {
    if (!(await secondFactors.remove(userId))) return { result: undefined, changed: null };
    await proofs.forgetSecondFactor(userId);
    return { result: undefined, changed: { change: "second-factor-off" } };
  });
}
