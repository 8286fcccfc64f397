import type { Transaction } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import type { ProofWriter } from "../application/proofs/proof-ports.ts";
import { sessions } from "./tables.ts";

/** Stamps sessions in an open transaction. */
export const postgresProofWriter = (tx: Transaction): ProofWriter => {
  const stamp = async (userId: string, sessionId: string, provedAt: Date): Promise<void> => {
    await tx
      .update(sessions)
      .set({ provedAt })
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)));
  };
  return {
    prove: stamp,
    withhold: (userId, sessionId) => stamp(userId, sessionId, longAgo),
  };
};

/** Older than any proof that counts. */
const longAgo = new Date(0);
