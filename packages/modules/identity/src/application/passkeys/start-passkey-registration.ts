import type { Actor } from "@ashlar/kernel";
import { challengeLifetimeMs } from "../../domain/challenge.ts";
import { credentialErrors } from "../../domain/credential-errors.ts";
import { identityErrors } from "../../domain/errors.ts";
import { maximumPasskeys } from "../../domain/passkey.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { changingCredentials } from "../proofs/changing-credentials.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";
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
  const { userId } = await recentlyProved(deps, actor);
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
