import { identityErrors } from "../domain/errors.ts";
import { passwordRefusal } from "../domain/password-refusal.ts";
import type { IdentityDeps } from "./identity-deps.ts";

/**
 * Hashes a password that somebody wants to use from now on.
 *
 * @throws PASSWORD_REFUSED when it is easy to guess; no hash is computed then.
 * @throws Unavailable when too many wait for a hash.
 */
export async function hashNewPassword(
  { hasher }: Pick<IdentityDeps, "hasher">,
  password: string,
  account: { readonly email: string; readonly name: string },
): Promise<string> {
  const reason = passwordRefusal(password, account);
  if (reason !== null) throw identityErrors.PASSWORD_REFUSED({ reason });
  return hasher.hash(password);
}
