import type { Actor } from "@ashlar/kernel";
import { recordCredentialChange } from "../reauthentication/record-credential-change.ts";
import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";
import { isUnusedStep, type SecondFactor } from "./second-factor.ts";

/** How a second factor was proved; null when it was not. */
export type SecondProof = "totp" | "recovery-code" | null;

/**
 * Takes a typed code for a locked second factor: of the app, or a recovery code. Either is used up; of a
 * recovery code the owner is notified, as each is one of the last ways in.
 *
 * The lock makes two who type the same code at once wait for each other; one of them is refused.
 */
export async function proveSecondFactor(
  { totp }: Pick<CredentialDeps, "totp">,
  writers: Pick<CredentialWriters, "secondFactors"> & Pick<IdentityWriters, "events" | "audit">,
  actor: Actor,
  factor: SecondFactor,
  code: string,
  at: Date,
): Promise<SecondProof> {
  const { userId } = actor;
  const { secondFactors } = writers;
  const step = totp.matchingStep(factor.secret, code, at);
  if (step !== null) {
    if (!isUnusedStep(factor, step)) return null;
    await secondFactors.useStep(userId, step);
    return "totp";
  }
  if (!(await secondFactors.redeemRecoveryCode(userId, code))) return null;
  await recordCredentialChange(writers, actor, { change: "recovery-code-used", userId });
  return "recovery-code";
}
