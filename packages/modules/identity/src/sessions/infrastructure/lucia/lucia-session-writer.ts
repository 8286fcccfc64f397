import type { Transaction } from "@ashlar/database";
import { type Clock, uuidV7 } from "@ashlar/kernel";
import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { sessions } from "../../../infrastructure/tables.ts";
import type { SessionWriter } from "../../../shared/ports.ts";
import { absoluteEnd, sessionLifetime } from "../../session-lifetime.ts";
import { announceChange, type SessionChange } from "../session-channel.ts";
import { sessionLucia } from "./session-lucia.ts";

/**
 * Opens and ends sessions in an open transaction, and tells every process in the same transaction.
 *
 * @param onChange - Told the same, for the process itself to act on once the transaction has committed.
 */
export function luciaSessionWriter(
  tx: Transaction,
  clock: Clock,
  onChange: (change: SessionChange) => void,
): SessionWriter {
  const lucia = sessionLucia({ db: tx, write: (work) => work(tx), clock });
  const announce = async (change: SessionChange): Promise<void> => {
    onChange(change);
    await announceChange(tx, change);
  };
  return {
    open: async (userId, { userAgent, address }, at, hasSecondFactor = false) => {
      const attributes = {
        publicId: uuidV7(),
        createdAt: at,
        lastSeenAt: at,
        userAgent,
        address,
        secondFactorAt: hasSecondFactor ? at : null,
      };
      const { id: token } = await lucia.createSession(userId, attributes);
      await endOldest(tx, userId);
      return { token, id: attributes.publicId, endsAt: absoluteEnd(at) };
    },
    end: async (userId, sessionId) => {
      const ended = await tx
        .delete(sessions)
        .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
        .returning({ id: sessions.id });
      if (ended.length > 0) await announce({ kind: "session", id: sessionId });
      return ended.length > 0;
    },
    endAll: async (userId, exceptSessionId = null) => {
      if (exceptSessionId === null) await lucia.invalidateUserSessions(userId);
      else {
        const isOther = and(eq(sessions.userId, userId), ne(sessions.id, exceptSessionId));
        await tx.delete(sessions).where(isOther);
      }
      await announce({ kind: "user", id: userId });
    },
    refresh: (userId) => announce({ kind: "user", id: userId }),
  };
}

/** They end without an announcement: at the latest when the caches that hold them expire, within a second. */
async function endOldest(tx: Transaction, userId: string): Promise<void> {
  const oldest = tx
    .select({ tokenHash: sessions.tokenHash })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .offset(sessionLifetime.maximumPerUser);
  await tx.delete(sessions).where(inArray(sessions.tokenHash, oldest));
}
