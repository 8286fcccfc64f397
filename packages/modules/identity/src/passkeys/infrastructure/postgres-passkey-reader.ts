import type { Database } from "@ashlar/database";
import { desc, eq } from "drizzle-orm";
import { passkeys } from "../../infrastructure/tables.ts";
import { maximumPasskeys } from "../passkey.ts";
import type { PasskeyReader } from "../passkey-ports.ts";
import { keyColumns, passkeyColumns } from "./passkey-row.ts";

/** Reads passkeys from PostgreSQL. */
export const postgresPasskeyReader = (db: Database): PasskeyReader => ({
  listOf: (userId) =>
    db
      .select(passkeyColumns)
      .from(passkeys)
      .where(eq(passkeys.userId, userId))
      .orderBy(desc(passkeys.createdAt), desc(passkeys.id))
      .limit(maximumPasskeys),
  keysOf: (userId) => db.select(keyColumns).from(passkeys).where(eq(passkeys.userId, userId)),
});
