import { readMigrations } from "./migration-files.ts";
import { appliedHashes, journalIn } from "./migration-journal.ts";
import { inMigrationSession } from "./migration-session.ts";

/**
 * Tells which migrations of a folder a database lacks, by their tags, and changes nothing. A database that is ahead lacks
 * none: a migration works with the release before it.
 *
 * @throws Unavailable when the database cannot be reached.
 */
export async function missingMigrations(options: {
  readonly url: string;
  readonly folder: string;
}): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder);
  const applied = await inMigrationSession(options, (session) => appliedHashes(session, journalIn()));
  const has = new Set(applied);
  return migrations.filter(({ hash }) => !has.has(hash)).map(({ tag }) => tag);
}
