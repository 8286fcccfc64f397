import type { Actor } from "@ashlar/kernel";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { Passkey } from "./passkey.ts";

export type RenamePasskey = { readonly passkeyId: string; readonly name: string };

/**
 * Renames one of the caller's passkeys.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws PASSKEY_NOT_FOUND when the caller has no such passkey; somebody else's and an unknown one look alike.
 */
export async function renamePasskey(
  deps: Pick<CredentialDeps, "transact">,
  actor: Actor,
  { passkeyId, name }: RenamePasskey,
): Promise<Passkey> {
  const { userId } = requireSession(actor);
  const renamed = await deps.transact(({ passkeys }) => passkeys.rename(userId, passkeyId, name));
  if (renamed === null) throw credentialErrors.PASSKEY_NOT_FOUND({ passkeyId });
  return renamed;
}
