import type { Transaction } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import type { ProofWriter } from "../application/proofs/proof-ports.ts";
import { sessions } from "./tables.ts";

/** Stamps sessions in an open transaction. */
export const postgresProofWriter = (tx: Transaction): ProofWriter => ({
  prove: async (userId, sessionId, at) => {
    await tx
      .update(sessions)
      .set({ provedAt: at })
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)));
  },
});
