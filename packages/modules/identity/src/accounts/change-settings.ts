import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export type ChangeSettings = {
  readonly userId: string;
  readonly locale?: string | undefined;
  readonly wantsNews?: boolean | undefined;
};

/**
 * Changes a user's settings: one's own, or anybody's with `users:write`. Absent fields stay; repeating the call changes
 * nothing further, not even `updatedAt`.
 *
 * @throws USER_NOT_FOUND when there is no such user or the actor may not change it; the two look alike.
 */
export async function changeSettings(
  deps: Pick<IdentityDeps, "clock" | "transact">,
  actor: Actor,
  { userId, locale, wantsNews }: ChangeSettings,
): Promise<Settings> {
  if (!isSelf(actor, userId) && !holds(actor, "users:write")) throw identityErrors.USER_NOT_FOUND({ userId });
  return deps.transact(async ({ users, settings }) => {
    const locked = await users.lock(userId);
    if (locked === null) throw identityErrors.USER_NOT_FOUND({ userId });
    const current = (await settings.find(userId)) ?? defaultSettings(locked.user.createdAt);
    const next = { locale: locale ?? current.locale, wantsNews: wantsNews ?? current.wantsNews };
    if (next.locale === current.locale && next.wantsNews === current.wantsNews) return current;
    const changed = { ...next, updatedAt: deps.clock.now() };
    await settings.save(userId, changed);
    return changed;
  });
}
