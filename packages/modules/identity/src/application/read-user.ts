import { type Actor, holds, isSelf } from "@ashlar/kernel";
import { identityErrors } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { IdentityDeps } from "./identity-deps.ts";

/**
 * Reads one user: oneself, or anybody with `users:read`.
 *
 * @throws USER_NOT_FOUND when there is no such user or the actor may not see it; the two look alike, also in time.
 */
export async function readUser(
  deps: Pick<IdentityDeps, "users">,
  actor: Actor,
  userId: string,
): Promise<User> {
  const isAllowed = isSelf(actor, userId) || holds(actor, "users:read");
  const user = isAllowed ? await deps.users.find(userId) : null;
  if (user === null) throw identityErrors.USER_NOT_FOUND({ userId });
  return user;
}
