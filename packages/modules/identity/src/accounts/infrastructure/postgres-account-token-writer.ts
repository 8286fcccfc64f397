import { randomBytes } from "node:crypto";
import type { Transaction } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { and, desc, eq, inArray } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { accountTokens } from "../../infrastructure/tables.ts";
import { maximumLinks } from "../account-token.ts";
import type { AccountTokenWriter } from "../account-token-ports.ts";

/** Writes the hashes of mailed tokens in an open transaction. */
export const postgresAccountTokenWriter = (tx: Transaction, clock: Clock): AccountTokenWriter => ({
  issue: async ({ userId, purpose, email, expiresAt }) => {
    const token = randomBytes(32).toString("base64url");
    const row = { tokenHash: secretHash(token), userId, purpose, email, expiresAt, createdAt: clock.now() };
    await tx.insert(accountTokens).values(row);
    const isOfPurpose = and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose));
    const oldest = tx
      .select({ tokenHash: accountTokens.tokenHash })
      .from(accountTokens)
      .where(isOfPurpose)
      .orderBy(desc(accountTokens.createdAt))
      .offset(maximumLinks);
    await tx.delete(accountTokens).where(inArray(accountTokens.tokenHash, oldest));
    return token;
  },
  redeem: async (purpose, token, at) => {
    const [used] = await tx
      .delete(accountTokens)
      .where(and(eq(accountTokens.tokenHash, secretHash(token)), eq(accountTokens.purpose, purpose)))
      .returning();
    if (used === undefined || used.expiresAt <= at) return null;
    const { userId, email, expiresAt } = used;
    await tx
      .delete(accountTokens)
      .where(and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose)));
    return { userId, purpose, email, expiresAt };
  },
  discardAll: async (userId) => {
    await tx.delete(accountTokens).where(eq(accountTokens.userId, userId));
  },
});
