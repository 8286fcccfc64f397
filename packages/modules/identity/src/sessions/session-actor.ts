import type { Actor } from "@ashlar/kernel";
import type { User } from "../accounts/user.ts";

/** The user as the one who acts, where a session is only just being opened or none is needed: nothing is allowed by it. */
export const sessionActor = (user: Pick<User, "id" | "roles">, sessionId: string | null = null): Actor => ({
  userId: user.id,
  sessionId,
  roles: user.roles,
  permissions: new Set(),
  via: "session",
});
