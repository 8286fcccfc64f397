import { permissions, scopes } from "@ashlar/contracts";
import { type Actor, isScoped } from "@ashlar/kernel";
import type { User } from "../accounts/user.ts";
import { userView } from "../accounts/user-view.ts";
import { requiresSecondFactor, type SecondFactorDuty } from "../second-factor/second-factor-duty.ts";

/** Who is calling and what the caller may do, as the contract shows it. */
export const meView = (actor: Actor, user: User, duty: SecondFactorDuty) => ({
  user: userView(user),
  permissions: permissions.filter((permission) => actor.permissions.has(permission)),
  ...(isScoped(actor) && { scopes: scopes.filter((scope) => actor.scopes.has(scope)) }),
  authenticatedBy: actor.via,
  sessionId: actor.sessionId,
  ...(lacksSecondFactor(actor, user, duty) && { secondFactor: "required" as const }),
});

const lacksSecondFactor = (actor: Actor, { roles }: User, duty: SecondFactorDuty): boolean =>
  requiresSecondFactor(duty, roles) && roles.some((role) => !actor.roles.includes(role));
