import type { Database } from "@ashlar/database";
import { desc, eq } from "drizzle-orm";
import { apiKeys } from "../../infrastructure/tables.ts";
import { maximumApiKeys } from "../api-key.ts";
import type { ApiKeyReader } from "../api-key-ports.ts";

/** Lists keys from PostgreSQL, without what their secrets are checked by. */
export const postgresApiKeyReader = (db: Database): ApiKeyReader => ({
  listOf: (userId) =>
    db
      .select({
        id: apiKeys.id,
        userId: apiKeys.userId,
        name: apiKeys.name,
        grants: apiKeys.grants,
        createdAt: apiKeys.createdAt,
        expiresAt: apiKeys.expiresAt,
        lastUsedAt: apiKeys.lastUsedAt,
      })
      .from(apiKeys)
      .where(eq(apiKeys.userId, userId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
      .limit(maximumApiKeys),
});
