import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { readUser } from "./read-user.ts";
import { defaultSettings, type Settings } from "./settings.ts";

/**
 * Reads a user's settings: one's own, or anybody's with `users:read`.
 *
 * @throws USER_NOT_FOUND when there is no such user or the actor may not see it; the two look alike.
 */
export async function readSettings(
  deps: Pick<IdentityDeps, "users" | "settings">,
  actor: Actor,
  userId: string,
): Promise<Settings> {
  const user = await readUser(deps, actor, userId);
  return (await deps.settings.find(userId)) ?? defaultSettings(user.createdAt);
}
