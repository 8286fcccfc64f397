import type { Permission, Scope } from "./permissions.ts";

/**
 * Who may call a procedure.
 *
 * - `public`: anybody; the handler gets `viewer`, an actor or null.
 * - `session`: anybody signed in.
 * - a permission: only an actor that holds it.
 * - `owner or …`: anybody signed in passes the gate; the use case admits the resource's owner and holders of the
 *   permission, and answers everyone else as if the id were unknown.
 *
 * This is the rule for people in sessions. API keys and access tokens need a scope besides: see `sufficientScopes`.
 */
export type Access = "public" | "session" | Permission | `owner or ${Permission}`;

/** The permission that the gate itself demands; null when signing in is enough or nothing is needed. */
export const requiredPermission = (access: Access): Permission | null => {
  if (access === "public" || access === "session" || isOwnerRule(access)) return null;
  return access;
};

type Ruled = { readonly access: Access; readonly scope?: Scope | undefined };

/**
 * The scopes of which a key or token needs one; none where it is refused whatever its scopes.
 *
 * - `public`: it may call, and is an anonymous visitor without one of these.
 * - `session`: the entry's own `scope`, if it has one.
 * - a permission: that permission, which its owner must hold as well.
 * - `owner or …`: the permission, or the entry's own `scope`, which reaches the owner's things alone.
 */
export function sufficientScopes({ access, scope }: Ruled): readonly Scope[] {
  const own = scope === undefined ? [] : [scope];
  if (access === "public" || access === "session") return own;
  return isOwnerRule(access) ? [...own, ownerPermission(access)] : [access];
}

/** The scope by which a key or token reaches its owner's own things; null where nothing has an owner. */
export function ownScope({ access, scope }: Ruled): Scope | null {
  return scope ?? (isOwnerRule(access) ? ownerPermission(access) : null);
}

// Sound: the prefix is all that the type puts before the permission.
const ownerPermission = (access: `owner or ${Permission}`): Permission =>
  access.slice("owner or ".length) as Permission;

const isOwnerRule = (access: Access): access is `owner or ${Permission}` => access.startsWith("owner or ");
