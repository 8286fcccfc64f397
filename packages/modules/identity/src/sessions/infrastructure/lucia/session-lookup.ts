import type { Database } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import { sessions, users } from "../../../infrastructure/tables.ts";
import { sessionColumns } from "./session-row.ts";

/** Reads a session and its user by the token's hash: one prepared statement, two unique indexes. */
export function sessionLookup(db: Pick<Database, "select">) {
  const byHash = db
    .select({ ...sessionColumns, roles: users.roles, status: users.status })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, sql.placeholder("tokenHash")))
    .prepare("session_by_token_hash");
  return async (tokenHash: string) => (await byHash.execute({ tokenHash }))[0];
}
