import type { Database } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import type { ProofReader } from "../application/proofs/proof-ports.ts";
import { sessions } from "./tables.ts";

/** Reads when the person behind a session last proved who they are; signing in was the first time. */
export const postgresProofReader = (db: Database): ProofReader => ({
  provedAt: async (userId, sessionId) => {
    const [session] = await db
      .select({ createdAt: sessions.createdAt, provedAt: sessions.provedAt })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)));
    return session === undefined ? null : (session.provedAt ?? session.createdAt);
  },
});
