import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { type Grants, grantsOf, scopesNotHeld } from "./grants.ts";

/**
 * What a key or token of the caller is given for these scopes.
 *
 * @throws SCOPE_NOT_HELD naming the scopes that the caller may not give.
 */
export function grantable(
  { ownScopes }: Pick<CredentialDeps, "ownScopes">,
  { permissions }: Pick<Actor, "permissions">,
  scopes: readonly string[],
): Grants {
  const missing = scopesNotHeld(scopes, permissions, ownScopes);
  if (missing.length > 0) throw credentialErrors.SCOPE_NOT_HELD({ scopes: missing });
  return grantsOf(scopes, permissions);
}
