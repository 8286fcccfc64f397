import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";

/**
 * Refuses a removal that has just been made where nothing is left that signs its owner in.
 *
 * An account at a provider that is not configured any more signs nobody in. A link by mail would still set a password,
 * but who removes the last way has rarely meant to.
 *
 * @throws LAST_WAY_TO_SIGN_IN, with which the removal is undone.
 */
export async function refuseNoWayIn(
  { signInProviders }: Pick<CredentialDeps, "signInProviders">,
  { passkeys, userIdentities }: Pick<CredentialWriters, "passkeys"> & Pick<IdentityWriters, "userIdentities">,
  { userId, hasPassword }: { readonly userId: string; readonly hasPassword: boolean },
): Promise<void> {
  if (hasPassword || (await passkeys.countOf(userId)) > 0) return;
  const linked = await userIdentities.listOf(userId);
  if (linked.some(({ provider }) => signInProviders.has(provider))) return;
  throw credentialErrors.LAST_WAY_TO_SIGN_IN();
}
