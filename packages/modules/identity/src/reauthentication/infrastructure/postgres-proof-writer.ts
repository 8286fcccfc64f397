import type { Transaction } from "@ashlar/database";
import { and, eq, isNotNull } from "drizzle-orm";
import { sessions } from "../../infrastructure/tables.ts";
import { announceChange, type SessionChange } from "../../sessions/infrastructure/session-channel.ts";
import type { ProofWriter } from "../proof-ports.ts";
import { postgresProofReader } from "./postgres-proof-reader.ts";

/**
 * Stamps sessions in an open transaction, and tells every process in the same transaction of those that may do more or
 * less from then on.
 *
 * @param onChange - Told the same, for the process itself to act on once the transaction has committed.
 */
export const postgresProofWriter = (
  tx: Transaction,
  onChange: (change: SessionChange) => void,
): ProofWriter => {
  const isSession = (userId: string, sessionId: string) =>
    and(eq(sessions.id, sessionId), eq(sessions.userId, userId));
  const announce = async (change: SessionChange): Promise<void> => {
    onChange(change);
    await announceChange(tx, change);
  };
  return {
    ...postgresProofReader(tx),
    prove: async (userId, sessionId, provedAt) => {
      await tx.update(sessions).set({ provedAt }).where(isSession(userId, sessionId));
    },
    hasSecondFactor: async (userId, sessionId) => {
      const isShown = and(isSession(userId, sessionId), isNotNull(sessions.secondFactorAt));
      return (await tx.$count(sessions, isShown)) > 0;
    },
    showSecondFactor: async (userId, sessionId, at) => {
      const shown = await tx
        .update(sessions)
        .set({ secondFactorAt: at })
        .where(isSession(userId, sessionId))
        .returning({ id: sessions.id });
      if (shown.length > 0) await announce({ kind: "session", id: sessionId });
    },
    forgetSecondFactor: async (userId) => {
      const forgotten = await tx
        .update(sessions)
        .set({ secondFactorAt: null })
        .where(and(eq(sessions.userId, userId), isNotNull(sessions.secondFactorAt)))
        .returning({ id: sessions.id });
      if (forgotten.length > 0) await announce({ kind: "user", id: userId });
    },
  };
};
