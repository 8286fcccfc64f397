import type { Database } from "@ashlar/database";
import { and, desc, eq, gt } from "drizzle-orm";
import { sessions } from "../../infrastructure/tables.ts";
import type { SessionReader } from "../../shared/ports.ts";
import { sessionLifetime } from "../session-lifetime.ts";

/** Lists sessions from PostgreSQL, without what their tokens are checked by. */
export const postgresSessionReader = (db: Database): SessionReader => ({
  listOf: (userId, at) =>
    db
      .select({
        id: sessions.id,
        userId: sessions.userId,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
        userAgent: sessions.userAgent,
        address: sessions.address,
      })
      .from(sessions)
      .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, at)))
      .orderBy(desc(sessions.createdAt), desc(sessions.id))
      .limit(sessionLifetime.maximumPerUser),
});
