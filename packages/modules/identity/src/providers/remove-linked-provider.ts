import type { Actor } from "@ashlar/kernel";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { refuseNoWayIn } from "../reauthentication/refuse-no-way-in.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";

/**
 * Unlinks one of the caller's accounts at a provider; it signs nobody in any more.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws PROVIDER_NOT_LINKED when the caller has no such account; somebody else's and an unknown one look alike.
 * @throws LAST_WAY_TO_SIGN_IN when nothing else would sign the caller in.
 */
export async function removeLinkedProvider(
  deps: Pick<CredentialDeps, "clock" | "signInProviders" | "transact">,
  actor: Actor,
  id: string,
): Promise<void> {
  await changingCredentials(deps, actor, async (writers, { userId, hasPassword }) => {
    const linked = await writers.userIdentities.listOf(userId);
    const removed = linked.find((one) => one.id === id);
    if (removed === undefined) throw credentialErrors.PROVIDER_NOT_LINKED({ id });
    await writers.userIdentities.unlink(userId, id);
    await refuseNoWayIn(deps, writers, { userId, hasPassword });
    const details = { provider: removed.provider };
    return {
      result: undefined,
      changed: { change: "provider-unlinked", label: removed.provider, details },
    };
  });
}
