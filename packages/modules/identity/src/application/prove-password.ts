import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "./credential-deps.ts";
import { guessing } from "./guesses/guessing.ts";
import type { Credentials } from "./ports.ts";
import { refuseProof } from "./proofs/refuse-proof.ts";
import { sessionOf } from "./proofs/session-of.ts";

export type ProvePassword = {
  readonly currentPassword: string;
  /** Where the call comes from; null where that is not known. */
  readonly address: string | null;
};

/**
 * Lets the caller show once more who is calling, before the account itself is changed.
 *
 * Wrong passwords are counted and written down, so a session that somebody found open is no place to try them.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws INVALID_CREDENTIALS when the password is wrong, or the account has none.
 * @throws RATE_LIMITED after many wrong passwords.
 * @throws Unavailable when too many wait for a hash.
 */
export async function provePassword(
  deps: Pick<CredentialDeps, "clock" | "guesses" | "hasher" | "users" | "transact">,
  actor: Actor,
  { currentPassword, address }: ProvePassword,
): Promise<Credentials> {
  const { userId } = sessionOf(actor);
  return guessing(deps, { account: userId, address }, async () => {
    const found = await deps.users.credentialsOf(userId);
    const { isMatch } = await deps.hasher.verify(found?.passwordHash ?? null, currentPassword);
    if (!isMatch || found === null) throw await refuseProof(deps, actor);
    return found;
  });
}
