import { type AnyEntry, requiredPermission, sufficientScopes } from "@ashlar/contracts";
import { type Actor, DomainError, isScoped } from "@ashlar/kernel";
import type { CallContext } from "./call-context.ts";
import { Forbidden, Unauthenticated } from "./refusals.ts";

/**
 * Admits a caller or throws.
 *
 * A person is judged by the entry's `access`. A key or token needs one of the entry's scopes besides, so no owner rule of
 * a module is reached by a key that was not made for it.
 *
 * @throws Unauthenticated when nobody is signed in.
 * @throws Forbidden without the permission, or of a key or token without the scope.
 * @throws SESSION_REQUIRED of a key or token where the entry names no scope at all, if the entry declares it.
 */
export type Gate = (caller: Pick<CallContext, "actor">) => void;

export function gateOf(entry: AnyEntry): Gate {
  if (entry.access === "public") return () => undefined;
  const permission = requiredPermission(entry.access);
  const sufficient = sufficientScopes(entry);
  const isForSessions = sufficient.length === 0;
  const declaresSession = entry.errors.some(({ code }) => code === "SESSION_REQUIRED");
  return ({ actor }) => {
    if (actor === null) throw new Unauthenticated();
    if (permission !== null && !actor.permissions.has(permission)) throw new Forbidden();
    if (!isScoped(actor)) return;
    if (isForSessions && declaresSession) {
      throw new DomainError("SESSION_REQUIRED", "Only a person who is signed in may do this.", {});
    }
    if (!sufficient.some((scope) => actor.scopes.has(scope))) throw new Forbidden();
  };
}

/**
 * Whom a public entry is shown to: a key or token without the entry's scope sees what a visitor sees, and nothing that
 * is its owner's.
 */
export function viewerOf(entry: AnyEntry): (actor: Actor | null) => Actor | null {
  const sufficient = sufficientScopes(entry);
  return (actor) =>
    actor === null || !isScoped(actor) || sufficient.some((scope) => actor.scopes.has(scope)) ? actor : null;
}
