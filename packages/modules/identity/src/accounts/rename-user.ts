import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { renamed, type User } from "./user.ts";

export type RenameUser = { readonly userId: string; readonly name: string };

/**
 * Changes a user's name: one's own, or anybody's with `users:write`.
 *
 * @throws USER_NOT_FOUND when there is no such user or the actor may not change it; the two look alike, also in time.
 */
export async function renameUser(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  actor: Actor,
  { userId, name }: RenameUser,
): Promise<User> {
  if (!isSelf(actor, userId) && !holds(actor, "users:write")) throw identityErrors.USER_NOT_FOUND({ userId });
  return deps.transact(async ({ users }) => {
    const locked = await users.lock(userId);
    if (locked === null) throw identityErrors.USER_NOT_FOUND({ userId });
    if (locked.user.name === name) return locked.user;
    const next = renamed(locked.user, name, deps.clock.now());
    await users.save(next);
    return next;
  });
}
