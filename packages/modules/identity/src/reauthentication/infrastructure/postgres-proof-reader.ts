import type { Database, Transaction } from "@ashlar/database";
import { and, eq, exists, isNotNull, or, type SQL } from "drizzle-orm";
import { passkeys, sessions, totpFactors } from "../../infrastructure/tables.ts";
import type { ProofReader } from "../proof-ports.ts";

/** Reads what the user behind a session has proved in it; signing in was the first time. One statement. */
export const postgresProofReader = (db: Database | Transaction): ProofReader => ({
  proofOf: async (userId, sessionId) => {
    const isApp = and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt));
    const hasFactor = or(
      exists(db.select({ userId: totpFactors.userId }).from(totpFactors).where(isApp)),
      exists(db.select({ userId: passkeys.userId }).from(passkeys).where(eq(passkeys.userId, userId))),
    ) as SQL<boolean>;
    const [session] = await db
      .select({
        createdAt: sessions.createdAt,
        provedAt: sessions.provedAt,
        factorShownAt: sessions.secondFactorAt,
        hasFactor,
      })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)));
    if (session === undefined) return null;
    const { createdAt, provedAt, ...shown } = session;
    return { ...shown, authenticatedAt: provedAt ?? createdAt };
  },
});
