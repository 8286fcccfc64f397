import type { Actor } from "@ashlar/kernel";

const actorWith =
  (role: string, ...permissions: readonly string[]) =>
  (userId: string): Actor => ({
    userId,
    sessionId: null,
    roles: [role],
    permissions: new Set(permissions),
    via: "session",
  });

export const customer = actorWith("customer", "orders:place");
export const staff = actorWith("staff", "orders:place", "orders:read", "orders:write");
/** May write but not read: a key of narrow scope. */
export const packer = actorWith("packer", "orders:write");
