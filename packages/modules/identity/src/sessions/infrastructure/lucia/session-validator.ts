import { permissionsOf } from "@ashlar/contracts";
import { type Actor, type Log, Unavailable } from "@ashlar/kernel";
import { and, eq, lte } from "drizzle-orm";
import { sessions } from "../../../infrastructure/tables.ts";
import { effectiveRoles, type SecondFactorDuty } from "../../../second-factor/second-factor-duty.ts";
import { expiryAfterUse, isRenewalDue, sessionLifetime } from "../../session-lifetime.ts";
import type { LiveSession } from "../session-cache.ts";
import type { SessionStore } from "./postgres-lucia-adapter.ts";
import { validatingLucia } from "./session-lucia.ts";
import { wallTime } from "./wall-time.ts";

/** What `generateIdFromEntropySize(25)` makes: 200 bits in base32. */
const tokenShape = /^[a-z2-7]{40}$/;

/**
 * Finds out whether a token is a live session's, and whose: one query.
 *
 * An ended session is removed. A use is written down at most once an hour; when that fails because the database cannot
 * write, the caller is let in all the same.
 *
 * @returns null for a token that is malformed, unknown or expired, and for a deactivated account.
 */
export function sessionValidator(
  store: SessionStore,
  secondFactorDuty: SecondFactorDuty,
  log: Log | undefined,
): (token: string) => Promise<LiveSession | null> {
  const lucia = validatingLucia(store);
  const wall = wallTime(store.clock);
  return async (token) => {
    if (!tokenShape.test(token)) return null;
    const { session, user } = await lucia.validateSession(token);
    if (session === null || user.status !== "active") return null;
    const at = store.clock.now();
    const roles = effectiveRoles(secondFactorDuty, user.roles, session.secondFactorAt !== null);
    const actor: Actor = {
      userId: user.id,
      sessionId: session.publicId,
      roles,
      permissions: permissionsOf(roles),
      via: "session",
    };
    if (!isRenewalDue(session, at)) return { actor, expiresAt: wall.fromWall(session.expiresAt) };
    const expiresAt = expiryAfterUse(session.createdAt, at);
    await renew(store, session.publicId, at, expiresAt).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      log?.warn(
        { sessionId: session.publicId, err: error },
        "The use of a session could not be written down.",
      );
    });
    return { actor, expiresAt };
  };
}

/** Conditional, so that of several processes that notice at once one writes. */
async function renew({ write }: SessionStore, id: string, at: Date, expiresAt: Date): Promise<void> {
  const notSeenSince = new Date(at.getTime() - sessionLifetime.renewalMs);
  const isDue = and(eq(sessions.id, id), lte(sessions.lastSeenAt, notSeenSince));
  await write((tx) => tx.update(sessions).set({ lastSeenAt: at, expiresAt }).where(isDue));
}
