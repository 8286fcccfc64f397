import type { Actor } from "@ashlar/kernel";
import { recordCredentialChange } from "../reauthentication/record-credential-change.ts";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";

/**
 * Ends one of the caller's keys; it is refused everywhere within one second.
 *
 * Asks for no fresh proof: who finds a session open can at worst stop a script.
 *
 * @throws SESSION_REQUIRED for an API key itself.
 * @throws API_KEY_NOT_FOUND when the caller has no such key; somebody else's and an unknown one look alike.
 */
export async function revokeApiKey(
  deps: Pick<CredentialDeps, "transact">,
  actor: Actor,
  keyId: string,
): Promise<void> {
  const { userId } = requireSession(actor);
  await deps.transact(async (writers) => {
    if (!(await writers.apiKeys.revoke(userId, keyId))) throw credentialErrors.API_KEY_NOT_FOUND({ keyId });
    const subject = { kind: "api-key", id: keyId };
    await recordCredentialChange(writers, actor, { change: "api-key-revoked", userId, subject });
  });
}
