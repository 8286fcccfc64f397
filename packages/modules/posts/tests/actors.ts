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

export const customer = actorWith("customer");
export const author = actorWith("author", "posts:write");
export const staff = actorWith("staff", "posts:read");
export const admin = actorWith("admin", "posts:read", "posts:write");
