import type { Migration } from "./migration-files.ts";

/** The database and the migrations folder tell different histories; nothing was changed. */
export class MigrationDrift extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MigrationDrift";
  }
}

/**
 * Tells which migrations are still to be applied.
 *
 * @param applied - Hashes in the order they were applied.
 * @throws MigrationDrift when the applied ones are not the first ones of the folder, unchanged.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly string[],
): readonly Migration[] {
  for (const [index, hash] of applied.entries()) {
    const migration = migrations[index];
    if (!migration) {
      const more = applied.length - migrations.length;
      throw new MigrationDrift(
        `The database is ahead: it has ${more} migration(s) that this version does not know. Start the version that made them, or a newer one.`,
      );
    }
    if (migration.hash !== hash) {
      throw new MigrationDrift(
        `Migration ${migration.tag} is not the one that was applied: the file was changed or put in its place. Restore it and add a new migration instead.`,
      );
    }
  }
  return migrations.slice(applied.length);
}

/** The first migrations, which must have these hashes. @throws MigrationDrift when they have not. */
export function firstOf(migrations: readonly Migration[], hashes: readonly string[]): readonly Migration[] {
  pendingMigrations(migrations, hashes);
  return migrations.slice(0, hashes.length);
}
