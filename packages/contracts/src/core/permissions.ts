/** Everything a role, an API key or an access token can be allowed to do. */
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
