import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type MigrateOptions, migrate, missingMigrations } from "@ashlar/database";
import { migrationsFolder } from "../migrations-folder.ts";
import { migrationsRefusal } from "./migrations-refusal.ts";
import { tablesFingerprint } from "./tables-fingerprint.ts";

/** The tables or the migrations have to be changed before the server can run on them; the message says how. */
export class MigrationsRefused extends Error {
  override readonly name = "MigrationsRefused";
}

/**
 * Brings a database to the tables of the sources as they are now. A database that is ahead is left as it is.
 *
 * The tables and migrations that were found to agree are remembered in `knownFile`, so only changed ones are checked. A
 * first call takes them as they are: what is committed has passed `pnpm check`.
 *
 * @throws MigrationsRefused when a table needs a statement that no migration has, a statement is unsafe, or one fails.
 * @throws Unavailable when the database cannot be reached.
 */
export async function applyDevelopmentMigrations(
  url: string,
  knownFile: string,
  onStatement: NonNullable<MigrateOptions["onStatement"]>,
): Promise<void> {
  const fingerprint = await tablesFingerprint();
  const missing = await missingMigrations({ url, folder: migrationsFolder });
  const known = await readFile(knownFile, "utf8").catch(() => fingerprint);
  const refusal = known === fingerprint ? null : await migrationsRefusal();
  if (refusal !== null) throw new MigrationsRefused(refusal);
  if (missing.length > 0) await apply(url, onStatement);
  await mkdir(dirname(knownFile), { recursive: true });
  await writeFile(knownFile, fingerprint);
}

async function apply(url: string, onStatement: NonNullable<MigrateOptions["onStatement"]>): Promise<void> {
  try {
    await migrate({ url, folder: migrationsFolder, onStatement });
  } catch (cause) {
    throw new MigrationsRefused(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
