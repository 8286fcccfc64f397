import type { Transaction } from "@ashlar/database";
import { and, desc, eq, inArray } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { passkeyChallenges } from "../../infrastructure/tables.ts";
import { maximumChallenges } from "../challenge.ts";
import type { ChallengeWriter } from "../passkey-ports.ts";

/** Writes the hashes of challenges in an open transaction. */
export const postgresChallengeWriter = (tx: Transaction): ChallengeWriter => ({
  issue: async (challenge, { purpose, userId, expiresAt }) => {
    await tx
      .insert(passkeyChallenges)
      .values({ challengeHash: secretHash(challenge), purpose, userId, expiresAt });
    if (userId === null) return;
    const oldest = tx
      .select({ challengeHash: passkeyChallenges.challengeHash })
      .from(passkeyChallenges)
      .where(eq(passkeyChallenges.userId, userId))
      .orderBy(desc(passkeyChallenges.expiresAt))
      .offset(maximumChallenges);
    await tx.delete(passkeyChallenges).where(inArray(passkeyChallenges.challengeHash, oldest));
  },
  redeem: async (challenge, purpose, at) => {
    const [used] = await tx
      .delete(passkeyChallenges)
      .where(
        and(
          eq(passkeyChallenges.challengeHash, secretHash(challenge)),
          eq(passkeyChallenges.purpose, purpose),
        ),
      )
      .returning({ userId: passkeyChallenges.userId, expiresAt: passkeyChallenges.expiresAt });
    return used === undefined || used.expiresAt <= at ? null : { userId: used.userId };
  },
  discardAll: async (userId) => {
    await tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId));
  },
});
