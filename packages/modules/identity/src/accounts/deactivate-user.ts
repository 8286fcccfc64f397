import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { closeAccount } from "./close-account.ts";
import { refuseLastAdmin } from "./refuse-last-admin.ts";
import type { User } from "./user.ts";

/**
 * Closes an account and ends its sessions, both or neither. Repeating it changes nothing.
 *
 * @throws USER_NOT_FOUND when there is no such user.
 * @throws LAST_ADMIN when no active administrator would be left, also when two are closed at once.
 */
export async function deactivateUser(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  actor: Actor,
  userId: string,
): Promise<User> {
  return deps.transact(async (writers) => {
    const { users } = writers;
    await refuseLastAdmin(users, userId);
    const locked = await users.lock(userId);
    if (locked === null) throw identityErrors.USER_NOT_FOUND({ userId });
    if (locked.user.status === "deactivated") return locked.user;
    return closeAccount(writers, actor, locked.user, deps.clock.now());
  });
}
