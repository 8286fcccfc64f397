import type { Actor } from "@ashlar/kernel";
import type { Session } from "../domain/session.ts";
import type { IdentityDeps } from "./identity-deps.ts";

/** Lists the caller's sessions, newest first. */
export const listSessions = (
  deps: Pick<IdentityDeps, "clock" | "sessions">,
  actor: Actor,
): Promise<readonly Session[]> => deps.sessions.listOf(actor.userId, deps.clock.now());
