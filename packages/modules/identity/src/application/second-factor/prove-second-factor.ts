import { isUnusedStep, type SecondFactor } from "../../domain/second-factor.ts";
import type { CredentialDeps, CredentialWriters } from "../credential-deps.ts";

/** How a second factor was proved; null when it was not. */
export type SecondProof = "totp" | "recovery-code" | null;

/**
 * Takes a typed code for a locked second factor: of the app, or a recovery code. Either is used up.
 *
 * The lock makes two who type the same code at once wait for each other; one of them is refused.
 */
export async function proveSecondFactor(
  { totp }: Pick<CredentialDeps, "totp">,
  { secondFactors }: Pick<CredentialWriters, "secondFactors">,
  userId: string,
  factor: SecondFactor,
  code: string,
  at: Date,
): Promise<SecondProof> {
  const step = totp.matchingStep(factor.secret, code, at);
  if (step !== null) {
    if (!isUnusedStep(factor, step)) return null;
    await secondFactors.useStep(userId, step);
    return "totp";
  }
  return (await secondFactors.redeemRecoveryCode(userId, code)) ? "recovery-code" : null;
}
