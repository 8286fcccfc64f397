import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import type { User } from "./user.ts";

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
