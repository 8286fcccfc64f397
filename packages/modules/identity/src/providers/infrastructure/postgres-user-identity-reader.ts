import type { Database, Transaction } from "@ashlar/database";
import { desc, eq } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { userIdentities } from "../../infrastructure/tables.ts";
import type { UserIdentityReader } from "../provider-ports.ts";

/** The public id of an account at a provider: a hash, as its name there is for the provider and us alone. */
export const linkedAccountId = (provider: string, subject: string): string =>
  secretHash(JSON.stringify(["identity.linked-account", provider, subject]));

/** Reads accounts at providers; a user has a few. */
export const postgresUserIdentityReader = (db: Database | Transaction): UserIdentityReader => ({
  listOf: async (userId) => {
    const rows = await db
      .select()
      .from(userIdentities)
      .where(eq(userIdentities.userId, userId))
      .orderBy(desc(userIdentities.createdAt), userIdentities.provider, userIdentities.subject);
    return rows.map(({ provider, subject, email, createdAt }) => ({
      id: linkedAccountId(provider, subject),
      provider,
      email,
      linkedAt: createdAt,
    }));
  },
});
