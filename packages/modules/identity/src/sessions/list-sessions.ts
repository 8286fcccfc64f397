import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import type { Session } from "./session.ts";

/** Lists the caller's sessions, newest first. */
export const listSessions = (
  deps: Pick<IdentityDeps, "clock" | "sessions">,
  actor: Actor,
): Promise<readonly Session[]> => deps.sessions.listOf(actor.userId, deps.clock.now());
