import type { Actor } from "@ashlar/kernel";
import { type ProvePassword, provePassword } from "../passwords/prove-password.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { closeAccount } from "./close-account.ts";
import { refuseLastAdmin } from "./refuse-last-admin.ts";

/**
 * Closes the caller's own account and ends its sessions.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the account has a second factor that this session has not shown for ten minutes.
 * @throws INVALID_CREDENTIALS when the password is wrong or was changed by somebody else meanwhile, or the account has none.
 * @throws LAST_ADMIN when no active administrator would be left.
 */
export async function deactivateSelf(
  deps: Pick<CredentialDeps, "clock" | "loginThrottle" | "hasher" | "proofs" | "users" | "transact">,
  actor: Actor,
  proof: ProvePassword,
): Promise<void> {
  const { lock } = await provePassword(deps, actor, proof);
  await deps.transact(async (writers) => {
    await refuseLastAdmin(writers.users, actor.userId);
    await closeAccount(writers, actor, await lock(writers), deps.clock.now());
  });
}
