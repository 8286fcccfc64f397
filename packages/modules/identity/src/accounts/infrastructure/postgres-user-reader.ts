import type { Database } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import { users } from "../../infrastructure/tables.ts";
import type { UserReader } from "../../shared/ports.ts";
import { postgresUserList } from "./postgres-user-list.ts";
import { credentialsOfRow, userColumns } from "./user-row.ts";

/** Reads users from PostgreSQL; every look-up is one prepared statement on a unique index. */
export function postgresUserReader(db: Database): UserReader {
  const byId = db
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare("user_by_id");
  const credentialsById = db
    .select({ ...userColumns, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare("credentials_by_id");
  const credentialsByEmail = db
    .select({ ...userColumns, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, sql.placeholder("email")))
    .prepare("credentials_by_email");
  return {
    find: async (id) => (await byId.execute({ id }))[0] ?? null,
    list: postgresUserList(db),
    credentialsOf: async (id) => {
      const [row] = await credentialsById.execute({ id });
      return row === undefined ? null : credentialsOfRow(row);
    },
    credentialsByEmail: async (email) => {
      const [row] = await credentialsByEmail.execute({ email });
      return row === undefined ? null : credentialsOfRow(row);
    },
  };
}
