import { type Actor, uuidV7 } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { requireRecentAuthentication } from "../reauthentication/require-recent-authentication.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { maximumPasskeys, type Passkey } from "./passkey.ts";
import type { NewPasskeyAnswer } from "./passkey-ports.ts";

export type RegisterPasskey = { readonly name: string; readonly credential: NewPasskeyAnswer };

/**
 * Adds the passkey that the caller's device has made.
 *
 * The challenge is used up, whatever comes of it, and must have been given to this caller. Where the passkey is the
 * account's first factor, this session has shown a second factor by it.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws PASSKEY_REFUSED when the answer proves nothing, or some account has the passkey already.
 * @throws TOO_MANY_PASSKEYS past 20.
 */
export async function registerPasskey(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "ceremonies" | "transact">,
  actor: Actor,
  { name, credential }: RegisterPasskey,
): Promise<Passkey> {
  const { userId, sessionId } = await requireRecentAuthentication(deps, actor);
  const at = deps.clock.now();
  const challenge = deps.ceremonies.challengeOf(credential);
  const issued =
    challenge && (await deps.transact(({ challenges }) => challenges.redeem(challenge, "register", at)));
  if (!challenge || !issued || issued.userId !== userId) throw credentialErrors.PASSKEY_REFUSED();
  const made = await deps.ceremonies.verifyCreation(credential, challenge);
  if (made === null) throw credentialErrors.PASSKEY_REFUSED();
  const { isSynced, ...key } = made;
  const passkey = { id: uuidV7(), userId, name, createdAt: at, lastUsedAt: null, isSynced };
  return changingCredentials(deps, actor, async ({ passkeys, proofs }, { isFirstFactor }) => {
    if ((await passkeys.countOf(userId)) >= maximumPasskeys) {
      throw credentialErrors.TOO_MANY_PASSKEYS({ maximum: maximumPasskeys });
    }
    if (!(await passkeys.add(passkey, key))) throw credentialErrors.PASSKEY_REFUSED();
    if (isFirstFactor) await proofs.showSecondFactor(userId, sessionId, at);
    const subject = { kind: "passkey", id: passkey.id };
    return {
      result: passkey,
      changed: { change: "passkey-added", label: name, subject, details: { name } },
    };
  });
}
