import type { Actor } from "@ashlar/kernel";
import { challengeLifetimeMs } from "../../domain/challenge.ts";
import { credentialErrors } from "../../domain/credential-errors.ts";
import { identityErrors } from "../../domain/errors.ts";
import { maximumPasskeys } from "../../domain/passkey.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";
import { changingFactors } from "../second-factor/changing-factors.ts";
import type { CreationOptions } from "./passkey-ports.ts";

/**
 * Asks the caller's device for a new passkey; the challenge is the caller's own, lasts five minutes and works once.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws TOO_MANY_PASSKEYS past 20.
 */
export async function startPasskeyRegistration(
  deps: Pick<
    CredentialDeps,
    "clock" | "proofs" | "users" | "passkeys" | "ceremonies" | "transact" | "secondFactorDuty"
  >,
  actor: Actor,
): Promise<CreationOptions> {
  const person = await recentlyProved(deps, actor);
  const { userId } = person;
  const [user, existing] = await Promise.all([deps.users.find(userId), deps.passkeys.keysOf(userId)]);
  if (user === null) throw identityErrors.USER_NOT_FOUND({ userId });
  if (existing.length >= maximumPasskeys) {
    throw credentialErrors.TOO_MANY_PASSKEYS({ maximum: maximumPasskeys });
  }
  const options = await deps.ceremonies.creation(user, existing);
  const expiresAt = new Date(deps.clock.now().getTime() + challengeLifetimeMs);
  await changingFactors(deps, person, ({ challenges }) =>
    challenges.issue(options.challenge, { purpose: "register", userId, expiresAt }),
  );
  return options;
}
