import type { Transaction } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { apiKeys } from "../../infrastructure/tables.ts";
import { announceChange, type SessionChange } from "../../sessions/infrastructure/session-channel.ts";
import type { ApiKeyWriter } from "../api-key-ports.ts";
import { newApiKeySecret } from "./api-key-secret.ts";

/**
 * Writes keys in an open transaction, and tells every process of a revoked one in the same transaction.
 *
 * @param onChange - Told the same, for the process itself to act on once the transaction has committed. A key is
 *   remembered as a session is, by its id.
 */
export const postgresApiKeyWriter = (
  tx: Transaction,
  onChange: (change: SessionChange) => void,
): ApiKeyWriter => {
  const announce = async (change: SessionChange): Promise<void> => {
    onChange(change);
    await announceChange(tx, change);
  };
  return {
    add: async (key) => {
      const secret = newApiKeySecret();
      await tx.insert(apiKeys).values({ ...key, grants: [...key.grants], secretHash: secretHash(secret) });
      return secret;
    },
    countOf: (userId) => tx.$count(apiKeys, eq(apiKeys.userId, userId)),
    revoke: async (userId, keyId) => {
      const revoked = await tx
        .delete(apiKeys)
        .where(and(eq(apiKeys.id, keyId), eq(apiKeys.userId, userId)))
        .returning({ id: apiKeys.id });
      if (revoked.length > 0) await announce({ kind: "session", id: keyId });
      return revoked.length > 0;
    },
    revokeAll: async (userId) => {
      await tx.delete(apiKeys).where(eq(apiKeys.userId, userId));
      await announce({ kind: "user", id: userId });
    },
  };
};
