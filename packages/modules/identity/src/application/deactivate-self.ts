import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../domain/errors.ts";
import { closeAccount } from "./close-account.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { type ProvePassword, provePassword } from "./prove-password.ts";
import { refuseLastAdmin } from "./refuse-last-admin.ts";

/**
 * Closes the caller's own account and ends its sessions.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws INVALID_CREDENTIALS when the password is wrong, or the account has none.
 * @throws LAST_ADMIN when no active administrator would be left.
 */
export async function deactivateSelf(
  deps: Pick<CredentialDeps, "clock" | "guesses" | "hasher" | "users" | "transact">,
  actor: Actor,
  proof: ProvePassword,
): Promise<void> {
  await provePassword(deps, actor, proof);
  await deps.transact(async (writers) => {
    await refuseLastAdmin(writers.users, actor.userId);
    const locked = await writers.users.lock(actor.userId);
    if (locked?.user.status !== "active") throw identityErrors.INVALID_CREDENTIALS();
    await closeAccount(writers, actor, locked.user, deps.clock.now());
  });
}
