import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { requireRecentAuthentication } from "../reauthentication/require-recent-authentication.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { identityErrors } from "../shared/errors.ts";
import { challengeLifetimeMs } from "./challenge.ts";
import { maximumPasskeys } from "./passkey.ts";
import type { CreationOptions } from "./passkey-ports.ts";

/**
 * Asks the caller's device for a new passkey; the challenge is the caller's own, lasts five minutes and works once.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws TOO_MANY_PASSKEYS past 20.
 */
export async function startPasskeyRegistration(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "users" | "passkeys" | "ceremonies" | "transact">,
  actor: Actor,
): Promise<CreationOptions> {
  const { userId } = await requireRecentAuthentication(deps, actor);
  const [user, existing] = await Promise.all([deps.users.find(userId), deps.passkeys.keysOf(userId)]);
  if (user === null) throw identityErrors.USER_NOT_FOUND({ userId });
  if (existing.length >= maximumPasskeys) {
    throw credentialErrors.TOO_MANY_PASSKEYS({ maximum: maximumPasskeys });
  }
  const options = await deps.ceremonies.creation(user, existing);
  const expiresAt = new Date(deps.clock.now().getTime() + challengeLifetimeMs);
  return changingCredentials(deps, actor, async ({ challenges }) => {
    await challenges.issue(options.challenge, { purpose: "register", userId, expiresAt });
    return { result: options, changed: null };
  });
}
