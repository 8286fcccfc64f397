import type { Actor } from "@ashlar/kernel";
import type { Session } from "./session.ts";

/** A session as the contract shows it to its user. */
export const sessionView = ({ userId: _, ...session }: Session, actor: Actor) => ({
  ...session,
  isCurrent: session.id === actor.sessionId,
});
