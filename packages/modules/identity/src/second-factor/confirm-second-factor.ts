import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { requireRecentAuthentication } from "../reauthentication/require-recent-authentication.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { withLoginThrottle } from "../throttle/with-login-throttle.ts";

export type ConfirmSecondFactor = { readonly code: string; readonly address: string | null };

/**
 * Turns the second factor on by a code of the app; every sign-in with a password asks for one from then on.
 *
 * Where it is the account's first, this session has shown a second factor by it.
 *
 * @returns the recovery codes, which are told once.
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws SECOND_FACTOR_NOT_ON when nothing was begun, SECOND_FACTOR_ALREADY_ON when it was confirmed before.
 * @throws CODE_REFUSED when the code is not the app's.
 */
export async function confirmSecondFactor(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "proofs" | "totp" | "transact">,
  actor: Actor,
  { code, address }: ConfirmSecondFactor,
): Promise<readonly string[]> {
  const { userId, sessionId } = await requireRecentAuthentication(deps, actor);
  return withLoginThrottle(deps, { account: userId, address }, () =>
    changingCredentials(deps, actor, async ({ secondFactors, proofs }, { isFirstFactor }) => {
      const at = deps.clock.now();
      const factor = await secondFactors.lock(userId);
      if (factor === null) throw credentialErrors.SECOND_FACTOR_NOT_ON();
      if (factor.onSince !== null) throw credentialErrors.SECOND_FACTOR_ALREADY_ON();
      const step = deps.totp.matchingStep(factor.secret, code, at);
      if (step === null) throw credentialErrors.CODE_REFUSED();
      await secondFactors.turnOn(userId, step, at);
      if (isFirstFactor) await proofs.showSecondFactor(userId, sessionId, at);
      const recoveryCodes = await secondFactors.replaceRecoveryCodes(userId);
      return { result: recoveryCodes, changed: { change: "second-factor-on" } };
    }),
  );
}
