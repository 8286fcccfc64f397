import { permissions } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import type { User } from "../domain/user.ts";
import { userView } from "./user-view.ts";

/** Who is calling and what the caller may do, as the contract shows it. */
export const meView = (actor: Actor, user: User) => ({
  user: userView(user),
  permissions: permissions.filter((permission) => actor.permissions.has(permission)),
  authenticatedBy: actor.via,
  sessionId: actor.sessionId,
});
