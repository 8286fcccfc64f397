import { permissionsOf } from "@ashlar/contracts";
import type { Database, DatabaseConnection } from "@ashlar/database";
import { type Clock, type Log, Unavailable } from "@ashlar/kernel";
import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { effectivePermissions, scopesOf } from "../../accounts/grants.ts";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { apiKeys, users } from "../../infrastructure/tables.ts";
import type { LiveSession } from "../../sessions/infrastructure/session-cache.ts";
import { apiKeyUseMs } from "../api-key.ts";
import { isApiKeySecret } from "./api-key-secret.ts";

type Store = {
  readonly db: Pick<Database, "select">;
  readonly write: DatabaseConnection["transact"];
  readonly clock: Clock;
};

/** A key without an end is remembered like any other: for less than a second. */
const never = new Date(8_640_000_000_000_000);

/**
 * Finds out whether a text is a live key, and whose: one query.
 *
 * The key may do what its scopes say as far as its owner may now, so a role that is taken away is taken from the keys
 * too. A role that counts only with a second factor counts here: who made the key held the scopes then, and a script has
 * no second factor. A use is written down at most once an hour; when that fails because the database cannot write, the
 * caller is let in all the same.
 *
 * @returns null for a key that is malformed, unknown, revoked or expired, and for a deactivated owner.
 */
export function apiKeyValidator(
  { db, write, clock }: Store,
  log: Log | undefined,
): (secret: string) => Promise<LiveSession | null> {
  const byHash = db
    .select({
      id: apiKeys.id,
      userId: apiKeys.userId,
      grants: apiKeys.grants,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      roles: users.roles,
      status: users.status,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.secretHash, sql.placeholder("secretHash")))
    .prepare("api_key_by_secret_hash");

  /** Conditional, so that of several processes that notice at once one writes. */
  const use = async (id: string, at: Date): Promise<void> => {
    const notUsedSince = new Date(at.getTime() - apiKeyUseMs);
    const isDue = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, notUsedSince));
    await write((tx) =>
      tx
        .update(apiKeys)
        .set({ lastUsedAt: at })
        .where(and(eq(apiKeys.id, id), isDue)),
    );
  };

  return async (secret) => {
    if (!isApiKeySecret(secret)) return null;
    const [key] = await byHash.execute({ secretHash: secretHash(secret) });
    const at = clock.now();
    if (key?.status !== "active" || (key.expiresAt !== null && key.expiresAt <= at)) return null;
    if (key.lastUsedAt === null || at.getTime() - key.lastUsedAt.getTime() >= apiKeyUseMs) {
      await use(key.id, at).catch((error: unknown) => {
        if (!(error instanceof Unavailable)) throw error;
        log?.warn({ keyId: key.id, err: error }, "The use of a key could not be written down.");
      });
    }
    const permissions = effectivePermissions(key.grants, permissionsOf(key.roles));
    const scopes = new Set(scopesOf(key.grants));
    const { id: sessionId, userId, roles } = key;
    return {
      actor: { userId, sessionId, roles, permissions, scopes, via: "api-key" },
      expiresAt: key.expiresAt ?? never,
    };
  };
}
