import { identityErrors } from "../domain/errors.ts";
import { deactivated, type User } from "../domain/user.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import { refuseLastAdmin } from "./refuse-last-admin.ts";

/**
 * Closes an account and ends its sessions, both or neither. Repeating it changes nothing.
 *
 * @throws USER_NOT_FOUND when there is no such user.
 * @throws LAST_ADMIN when no active administrator would be left, also when two are closed at once.
 */
export async function deactivateUser(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  userId: string,
): Promise<User> {
  return deps.transact(async ({ users, sessions }) => {
    await refuseLastAdmin(users, userId);
    const locked = await users.lock(userId);
    if (locked === null) throw identityErrors.USER_NOT_FOUND({ userId });
    if (locked.user.status === "deactivated") return locked.user;
    const next = deactivated(locked.user, deps.clock.now());
    await users.save(next);
    await sessions.endAll(userId);
    return next;
  });
}
