import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../domain/errors.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import type { Credentials } from "./ports.ts";

/**
 * Lets the caller show once more who is calling.
 *
 * @throws INVALID_CREDENTIALS when the password is wrong, or the account has none.
 * @throws Unavailable when too many wait for a hash.
 */
export async function provePassword(
  deps: Pick<IdentityDeps, "hasher" | "users">,
  actor: Actor,
  password: string,
): Promise<Credentials> {
  const found = await deps.users.credentialsOf(actor.userId);
  const { isMatch } = await deps.hasher.verify(found?.passwordHash ?? null, password);
  if (!isMatch || found === null) throw identityErrors.INVALID_CREDENTIALS();
  return found;
}
