import type { Permission } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";

/** No account has this id; it stands in logs and audit for the service itself. */
const systemUserId = "00000000-0000-7000-8000-000000000000";

/** The actor of a script or a job that acts for nobody in particular, with exactly these permissions. */
export const systemActor = (permissions: readonly Permission[]): Actor => ({
  userId: systemUserId,
  sessionId: null,
  roles: [],
  permissions: new Set<string>(permissions),
  via: "system",
});
