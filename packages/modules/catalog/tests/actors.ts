import type { Actor } from "@ashlar/kernel";
import { uuidV7 } from "@ashlar/kernel";

const actorWith = (...permissions: readonly string[]): Actor => ({
  userId: uuidV7(),
  sessionId: null,
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});

export const customer = actorWith("orders:place");
export const staff = actorWith("orders:place", "catalog:write");
