import type { Clock } from "@ashlar/kernel";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { LoginAttempt, LoginThrottle } from "./login-throttle.ts";

/**
 * Runs one attempt to authenticate, within the limits of the login throttle.
 *
 * @param attempt - Throws when authentication fails; its result is the proof.
 * @throws RATE_LIMITED before any work on the attempt, with the seconds to wait.
 */
export async function withLoginThrottle<Result>(
  { loginThrottle, clock }: { readonly loginThrottle: LoginThrottle; readonly clock: Clock },
  login: LoginAttempt,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const waitMs = await loginThrottle.reserveAttempt(login, clock.now());
  if (waitMs !== null) throw credentialErrors.RATE_LIMITED({ retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  const result = await attempt();
  await loginThrottle.recordSuccess(login, clock.now());
  return result;
}
