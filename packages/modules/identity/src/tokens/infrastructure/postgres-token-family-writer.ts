import { onConstraint, type Transaction } from "@ashlar/database";
import { desc, eq, inArray } from "drizzle-orm";
import { sessions, tokenFamilies } from "../../infrastructure/tables.ts";
import { credentialErrors } from "../../shared/credential-errors.ts";
import { maximumFamilies, refreshTokenMs } from "../access-token.ts";
import type { GrantedRefresh, TokenFamilyWriter } from "../token-ports.ts";
import { newRefreshToken, refreshHashes } from "./refresh-token.ts";

const expiryAfter = (at: Date): Date => new Date(at.getTime() + refreshTokenMs);

/**
 * Writes refresh tokens in an open transaction: one row for all that came from one.
 *
 * Tokens of a family share a secret that only their holders know, so an old token is told from a made-up one without
 * keeping the old ones. The row's lock decides between two who use the same token at once.
 */
export const postgresTokenFamilyWriter = (tx: Transaction): TokenFamilyWriter => ({
  start: async ({ sessionId, audience, grants }, at) => {
    const { refreshToken, ...hashes } = newRefreshToken();
    const expiresAt = expiryAfter(at);
    await endOldest(tx, sessionId);
    const given = grants === null ? null : [...grants];
    const row = { ...hashes, sessionId, audience, grants: given, createdAt: at, refreshedAt: at, expiresAt };
    await onConstraint(
      {
        token_families_session_id_sessions_id_fk: (cause) => credentialErrors.SESSION_REQUIRED({}, { cause }),
      },
      () => tx.insert(tokenFamilies).values(row),
    );
    return { refreshToken, expiresAt };
  },
  rotate: async (refreshToken, at) => {
    const hashes = refreshHashes(refreshToken);
    const [found] = hashes === null ? [] : await lockedFamily(tx, hashes.familyHash);
    if (hashes === null || found === undefined) return { outcome: "unknown" };
    const isFamily = eq(tokenFamilies.familyHash, hashes.familyHash);
    const { userId, sessionId, audience, grants } = found;
    const grant = { userId, sessionId, audience, grants };
    if (found.currentHash !== hashes.currentHash) {
      await tx.delete(tokenFamilies).where(isFamily);
      return { outcome: "reused", grant };
    }
    if (found.expiresAt <= at || found.sessionExpiresAt <= at) {
      await tx.delete(tokenFamilies).where(isFamily);
      return { outcome: "unknown" };
    }
    const { refreshToken: nextToken, currentHash } = newRefreshToken(refreshToken);
    const next: GrantedRefresh = { refreshToken: nextToken, expiresAt: expiryAfter(at) };
    await tx
      .update(tokenFamilies)
      .set({ currentHash, refreshedAt: at, expiresAt: next.expiresAt })
      .where(isFamily);
    return { outcome: "rotated", grant, next };
  },
  end: async (refreshToken) => {
    const hashes = refreshHashes(refreshToken);
    const [found] = hashes === null ? [] : await lockedFamily(tx, hashes.familyHash);
    if (hashes === null || found === undefined) return null;
    await tx.delete(tokenFamilies).where(eq(tokenFamilies.familyHash, hashes.familyHash));
    const { userId, sessionId, audience, grants } = found;
    return { userId, sessionId, audience, grants };
  },
});

/** Makes room for one more family of a session: those that were refreshed least recently end. */
const endOldest = (tx: Transaction, sessionId: string) =>
  tx.delete(tokenFamilies).where(
    inArray(
      tokenFamilies.familyHash,
      tx
        .select({ familyHash: tokenFamilies.familyHash })
        .from(tokenFamilies)
        .where(eq(tokenFamilies.sessionId, sessionId))
        .orderBy(desc(tokenFamilies.refreshedAt), desc(tokenFamilies.familyHash))
        .offset(maximumFamilies - 1),
    ),
  );

const lockedFamily = (tx: Transaction, familyHash: string) =>
  tx
    .select({
      currentHash: tokenFamilies.currentHash,
      sessionId: tokenFamilies.sessionId,
      audience: tokenFamilies.audience,
      grants: tokenFamilies.grants,
      expiresAt: tokenFamilies.expiresAt,
      userId: sessions.userId,
      sessionExpiresAt: sessions.expiresAt,
    })
    .from(tokenFamilies)
    .innerJoin(sessions, eq(sessions.id, tokenFamilies.sessionId))
    .where(eq(tokenFamilies.familyHash, familyHash))
    .for("update", { of: tokenFamilies });
