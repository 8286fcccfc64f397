/** Everything a role can be allowed to do. */
export const permissions = [
  "users:read",
  "users:write",
  "users:admin",
  "posts:read",
  "posts:write",
  "catalog:write",
  "orders:place",
  "orders:read",
  "orders:write",
  "webhooks:manage",
  "ops:read",
  "ops:write",
  "audit:read",
] as const;

export type Permission = (typeof permissions)[number];

/** Scopes for calls about the caller's own account, which sessions need no permission for. */
const profileScopes = ["profile:read", "profile:write"] as const;

/**
 * What an API key or an access token can be made for.
 *
 * A permission as a scope reaches as far as its owner's roles do: of an owner without the permission, the owner's own
 * things where the contract has an owner rule, and nothing else.
 */
export const scopes = [...permissions, ...profileScopes] as const;

export type Scope = (typeof scopes)[number];

const customer = ["orders:place"] as const satisfies readonly Permission[];
const author = [...customer, "posts:write"] as const satisfies readonly Permission[];
const staff = [
  ...customer,
  "users:read",
  "posts:read",
  "orders:read",
  "orders:write",
  "catalog:write",
  "webhooks:manage",
  "ops:read",
  "audit:read",
] as const satisfies readonly Permission[];

/** What each role may do; a user's permissions are the union over their roles. */
export const rolePermissions = { customer, author, staff, admin: permissions } as const satisfies Record<
  string,
  readonly Permission[]
>;

export type Role = keyof typeof rolePermissions;

export const roles = ["customer", "author", "staff", "admin"] as const satisfies readonly Role[];

/** The union of what these roles allow. */
export const permissionsOf = (held: readonly Role[]): ReadonlySet<Permission> =>
  new Set(held.flatMap((role) => [...rolePermissions[role]]));
