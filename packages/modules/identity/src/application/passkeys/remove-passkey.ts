import type { Actor } from "@ashlar/kernel";
import { credentialErrors } from "../../domain/credential-errors.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { recentlyProved } from "../proofs/recently-proved.ts";

export type RemovePasskey = { readonly passkeyId: string; readonly address: string | null };

/**
 * Removes one of the caller's passkeys; it signs nobody in any more.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws PASSKEY_NOT_FOUND when the caller has no such passkey; somebody else's and an unknown one look alike.
 */
export async function removePasskey(
  deps: Pick<CredentialDeps, "clock" | "proofs" | "transact">,
  actor: Actor,
  { passkeyId, address }: RemovePasskey,
): Promise<void> {
  const { userId } = await recentlyProved(deps, actor);
  await deps.transact(async ({ passkeys, audit }) => {
    if (!(await passkeys.remove(userId, passkeyId))) throw credentialErrors.PASSKEY_NOT_FOUND({ passkeyId });
    const subject = { kind: "passkey", id: passkeyId };
    await audit.record({ action: "identity.passkey-removed", actor, subject, address });
  });
}
