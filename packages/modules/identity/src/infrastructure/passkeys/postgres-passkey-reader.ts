import type { Database } from "@ashlar/database";
import { desc, eq } from "drizzle-orm";
import type { PasskeyReader } from "../../application/passkeys/passkey-ports.ts";
import { maximumPasskeys } from "../../domain/passkey.ts";
import { passkeys } from "../tables.ts";
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
