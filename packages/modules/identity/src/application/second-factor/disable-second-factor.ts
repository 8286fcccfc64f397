import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../credential-deps.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";
import { userSubject } from "../user-subject.ts";

/**
 * Turns the caller's second factor off and forgets its recovery codes. Repeating it changes nothing.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 */
export async function disableSecondFactor(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "transact">,
  actor: Actor,
  address: string | null,
): Promise<void> {
  const { userId } = await recentlyProved(deps, actor);
  await deps.transact(async ({ secondFactors, audit }) => {
    if (!(await secondFactors.remove(userId))) return;
    const subject = userSubject(userId);
    await audit.record({ action: "identity.second-factor-off", actor, subject, address });
  });
}
