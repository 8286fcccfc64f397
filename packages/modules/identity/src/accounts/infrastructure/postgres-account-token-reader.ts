import type { Database } from "@ashlar/database";
import { and, eq, gt } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { accountTokens } from "../../infrastructure/tables.ts";
import type { AccountTokenReader } from "../account-token-ports.ts";

/** Looks mailed tokens up by their hash. */
export const postgresAccountTokenReader = (db: Database): AccountTokenReader => ({
  find: async (purpose, token, at) => {
    const [found] = await db
      .select({
        userId: accountTokens.userId,
        purpose: accountTokens.purpose,
        email: accountTokens.email,
        expiresAt: accountTokens.expiresAt,
      })
      .from(accountTokens)
      .where(
        and(
          eq(accountTokens.tokenHash, secretHash(token)),
          eq(accountTokens.purpose, purpose),
          gt(accountTokens.expiresAt, at),
        ),
      );
    return found ?? null;
  },
});
