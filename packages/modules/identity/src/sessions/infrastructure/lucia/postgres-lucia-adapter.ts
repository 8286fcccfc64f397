import type { Database, Transaction } from "@ashlar/database";
import type { Clock, UnitOfWork } from "@ashlar/kernel";
import { eq, lte } from "drizzle-orm";
import type { Adapter } from "lucia";
import { sessions } from "../../../infrastructure/tables.ts";
import "./register-lucia.ts";
import { sessionLookup } from "./session-lookup.ts";
import { databaseSession, sessionColumns } from "./session-row.ts";
import { tokenHash } from "./token-hash.ts";
import { wallTime } from "./wall-time.ts";

/** Where the adapter reads and how it writes: the pool and a transaction each, or one open transaction for both. */
export type SessionStore = {
  readonly db: Pick<Database, "select">;
  readonly write: UnitOfWork<Transaction>;
  readonly clock: Clock;
};

/**
 * Lets Lucia keep its sessions in PostgreSQL without keeping their tokens.
 *
 * Lucia calls the token a session's id. Each method hashes it on the way in, so neither the database nor its logs ever
 * see one, and `getUserSessions` can only tell the hashes.
 */
export function postgresLuciaAdapter({ db, write, clock }: SessionStore): Adapter {
  const wall = wallTime(clock);
  let lookup: ReturnType<typeof sessionLookup> | undefined;
  return {
    getSessionAndUser: async (token) => {
      lookup ??= sessionLookup(db);
      const row = await lookup(tokenHash(token));
      if (row === undefined) return [null, null];
      const { roles, status } = row;
      return [databaseSession(token, row, wall), { id: row.userId, attributes: { roles, status } }];
    },
    getUserSessions: async (userId) => {
      const rows = await db
        .select({ ...sessionColumns, tokenHash: sessions.tokenHash })
        .from(sessions)
        .where(eq(sessions.userId, userId));
      return rows.map((row) => databaseSession(row.tokenHash, row, wall));
    },
    setSession: async ({ id: token, userId, expiresAt, attributes: { publicId, ...attributes } }) => {
      const row = { tokenHash: tokenHash(token), id: publicId, userId, expiresAt: wall.fromWall(expiresAt) };
      await write((tx) => tx.insert(sessions).values({ ...row, ...attributes }));
    },
    updateSessionExpiration: async (token, expiresAt) => {
      const isSession = eq(sessions.tokenHash, tokenHash(token));
      await write((tx) =>
        tx
          .update(sessions)
          .set({ expiresAt: wall.fromWall(expiresAt) })
          .where(isSession),
      );
    },
    deleteSession: async (token) => {
      await write((tx) => tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash(token))));
    },
    deleteUserSessions: async (userId) => {
      await write((tx) => tx.delete(sessions).where(eq(sessions.userId, userId)));
    },
    deleteExpiredSessions: async () => {
      await write((tx) => tx.delete(sessions).where(lte(sessions.expiresAt, clock.now())));
    },
  };
}
