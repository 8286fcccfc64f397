import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { passwordRejection } from "./password-rejection.ts";

/**
 * Hashes a password that somebody wants to use from now on.
 *
 * What a rule of ours refuses is not looked for among breached ones, so nothing of it leaves.
 *
 * @throws PASSWORD_REFUSED when it is easy to guess or known from a breach; no hash is computed then.
 * @throws Unavailable when too many wait for a hash.
 */
export async function hashNewPassword(
  { hasher, breachedPasswords }: Pick<IdentityDeps, "hasher" | "breachedPasswords">,
  password: string,
  account: { readonly email: string; readonly name: string },
): Promise<string> {
  const reason = passwordRejection(password, account);
  if (reason !== null) throw identityErrors.PASSWORD_REFUSED({ reason });
  if (await breachedPasswords.has(password)) {
    throw identityErrors.PASSWORD_REFUSED({ reason: "common", isBreached: true });
  }
  return hasher.hash(password);
}
