import type { Role } from "@ashlar/contracts/vocabulary";
import type { Actor } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";
import { refuseLastAdmin } from "./refuse-last-admin.ts";
import { granted, type User } from "./user.ts";

export type SetRoles = { readonly userId: string; readonly roles: readonly Role[] };

/**
 * Replaces a user's roles; takes effect on the user's next call, or within one second where a notification is lost.
 *
 * @throws USER_NOT_FOUND when there is no such user.
 * @throws LAST_ADMIN when no active administrator would be left, also when two give up the role at once.
 */
export async function setRoles(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  actor: Actor,
  { userId, roles }: SetRoles,
): Promise<User> {
  return deps.transact(async ({ users, sessions, audit }) => {
    if (!roles.includes("admin")) await refuseLastAdmin(users, userId);
    const locked = await users.lock(userId);
    if (locked === null) throw identityErrors.USER_NOT_FOUND({ userId });
    const next = granted(locked.user, roles, deps.clock.now());
    await users.save(next);
    await sessions.refresh(userId);
    await audit.record({
      action: "identity.roles-set",
      actor,
      subject: userSubject(userId),
      details: { before: locked.user.roles, after: next.roles },
    });
    return next;
  });
}
