import type { Database } from "@ashlar/database";
import { desc, eq } from "drizzle-orm";
import type { ApiKeyReader } from "../../application/api-keys/api-key-ports.ts";
import { maximumApiKeys } from "../../domain/api-key.ts";
import { apiKeys } from "../tables.ts";

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
