import { scopes as allScopes, permissionsOf } from "@ashlar/contracts";
import type { Database } from "@ashlar/database";
import { type Clock, isUuid } from "@ashlar/kernel";
import { and, eq, sql } from "drizzle-orm";
import { effectivePermissions, scopesOf } from "../../accounts/grants.ts";
import { sessions, users } from "../../infrastructure/tables.ts";
import { effectiveRoles, type SecondFactorDuty } from "../../second-factor/second-factor-duty.ts";
import type { LiveSession } from "../../sessions/infrastructure/session-cache.ts";
import type { AccessTokens } from "./jose-access-tokens.ts";

type Deps = {
  readonly db: Pick<Database, "select">;
  readonly clock: Clock;
  readonly accessTokens: Pick<AccessTokens, "verify">;
  readonly secondFactorDuty: SecondFactorDuty;
};

const everyScope: ReadonlySet<string> = new Set(allScopes);

/**
 * Finds out whom an access token stands for: a signature, and one query.
 *
 * Here a token is good only as long as the session that it came from, and allows what its user may do there now: other
 * services believe it for ten minutes, this one need not.
 */
export function accessTokenValidator({
  db,
  clock,
  accessTokens,
  secondFactorDuty,
}: Deps): (token: string) => Promise<LiveSession | null> {
  const byId = db
    .select({
      expiresAt: sessions.expiresAt,
      secondFactorAt: sessions.secondFactorAt,
      roles: users.roles,
      status: users.status,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sql.placeholder("sessionId")), eq(sessions.userId, sql.placeholder("userId"))))
    .prepare("session_of_access_token");
  return async (token) => {
    const claims = await accessTokens.verify(token);
    if (claims === null || !isUuid(claims.sessionId) || !isUuid(claims.userId)) return null;
    const { userId, sessionId, expiresAt, grants } = claims;
    const [session] = await byId.execute({ userId, sessionId });
    if (session?.status !== "active" || session.expiresAt <= clock.now()) return null;
    const roles = effectiveRoles(secondFactorDuty, session.roles, session.secondFactorAt !== null);
    const held = permissionsOf(roles);
    const permissions = grants === null ? held : effectivePermissions(grants, held);
    const scopes = grants === null ? everyScope : new Set(scopesOf(grants));
    return { actor: { userId, sessionId, roles, permissions, scopes, via: "access-token" }, expiresAt };
  };
}
