import type { Permission } from "./permissions.ts";

/**
 * Who may call a procedure.
 *
 * - `public`: anybody; the handler gets `viewer`, an actor or null.
 * - `session`: anybody signed in.
 * - a permission: only an actor that holds it.
 * - `owner or …`: anybody signed in passes the gate; the use case admits the resource's owner and holders of the
 *   permission, and answers everyone else as if the id were unknown.
 */
export type Access = "public" | "session" | Permission | `owner or ${Permission}`;

/** The permission that the gate itself demands; null when signing in is enough or nothing is needed. */
export const demandedPermission = (access: Access): Permission | null => {
  if (access === "public" || access === "session" || isOwnerRule(access)) return null;
  return access;
};

const isOwnerRule = (access: Access): access is `owner or ${Permission}` => access.startsWith("owner or ");
