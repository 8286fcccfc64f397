import type { Permission } from "../core/permissions.ts";

/** Whether an actor holds a permission; a visitor holds none. A misspelt permission does not compile. */
export const holds = (
  actor: { readonly permissions: ReadonlySet<string> } | null,
  permission: Permission,
): boolean => actor?.permissions.has(permission) ?? false;
