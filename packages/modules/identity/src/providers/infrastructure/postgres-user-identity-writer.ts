import type { Transaction } from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import { userIdentities } from "../../infrastructure/tables.ts";
import type { UserIdentityWriter } from "../provider-ports.ts";
import { linkedAccountId, postgresUserIdentityReader } from "./postgres-user-identity-reader.ts";

/** Links users to accounts at providers, in an open transaction. */
export const postgresUserIdentityWriter = (tx: Transaction): UserIdentityWriter => ({
  ...postgresUserIdentityReader(tx),
  find: async (provider, subject) => {
    const account = JSON.stringify(["identity.provider-account", provider, subject]);
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${account}, 0))`);
    const [found] = await tx
      .select({ userId: userIdentities.userId })
      .from(userIdentities)
      .where(and(eq(userIdentities.provider, provider), eq(userIdentities.subject, subject)));
    return found?.userId ?? null;
  },
  link: async (identity, at) => {
    await tx.insert(userIdentities).values({ ...identity, createdAt: at });
  },
  unlink: async (userId, id) => {
    const { provider, subject } = userIdentities;
    const rows = await tx
      .select({ provider, subject })
      .from(userIdentities)
      .where(eq(userIdentities.userId, userId));
    const found = rows.find((row) => linkedAccountId(row.provider, row.subject) === id);
    if (found === undefined) return;
    await tx.delete(userIdentities).where(and(eq(provider, found.provider), eq(subject, found.subject)));
  },
  unlinkAll: async (userId) => {
    await tx.delete(userIdentities).where(eq(userIdentities.userId, userId));
  },
});
