import { setTimeout as wait } from "node:timers/promises";
import { type Log, Unavailable } from "@ashlar/kernel";
import { applyMigration } from "./apply-migration.ts";
import { firstOf, pendingMigrations } from "./migration-drift.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { appliedHashes, type Journal, journalIn } from "./migration-journal.ts";
import { inMigrationSession, type MigrationSession } from "./migration-session.ts";

export type MigrateOptions = {
  readonly url: string;
  /** The folder with drizzle-kit's journal. */
  readonly folder: string;
  /**
   * The schema that keeps the record of what was applied, made when missing; a name of lower-case letters. Default
   * `drizzle`. Services that share a database have one each.
   */
  readonly journalSchema?: string;
  /** Hashes of the folder's first migrations: only these are applied, for a restore. Default all. */
  readonly upTo?: readonly string[];
  /** How long to wait for another process that migrates. Default 120,000. */
  readonly patienceMs?: number;
  /** How long a statement waits for a lock before it lets the others pass. Default 3,000. */
  readonly lockTimeoutMs?: number;
  readonly log?: Log;
  /** Takes the statements of each migration before it is applied. */
  readonly onStatement?: (tag: string, statement: string) => void;
};

/** Any constant; the lock is per database. */
const lockKey = 4_915_207_331;

/**
 * Brings a database to the state of the migrations folder. Forward only.
 *
 * Concurrent callers are safe: one applies under an advisory lock, the others wait and find nothing to do. When
 * there is nothing to do it takes one query and no lock.
 *
 * @returns Tags of the migrations applied by this call.
 * @throws MigrationDrift when the database is ahead of the folder or an applied file was changed.
 * @throws Unavailable when another process holds the lock for longer than `patienceMs`.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const known = await readMigrations(options.folder);
  const migrations = options.upTo ? firstOf(known, options.upTo) : known;
  const journal = journalIn(options.journalSchema);
  return inMigrationSession(options, async (session) => {
    const pending = pendingMigrations(migrations, await appliedHashes(session, journal));
    return pending.length === 0 ? [] : applyLocked(session, journal, migrations, options);
  });
}

async function applyLocked(
  session: MigrationSession,
  journal: Journal,
  migrations: readonly Migration[],
  { patienceMs = 120_000, log, onStatement }: MigrateOptions,
): Promise<readonly string[]> {
  await lock(session, patienceMs);
  await session.unsafe(`create schema if not exists ${journal.schema}`);
  await session.unsafe(
    `create table if not exists ${journal.table} (id serial primary key, hash text not null, created_at bigint)`,
  );
  const pending = pendingMigrations(migrations, await appliedHashes(session, journal));
  for (const migration of pending) {
    const startedAt = performance.now();
    for (const statement of migration.statements) onStatement?.(migration.tag, statement);
    await applyMigration(session, journal.table, migration);
    const durationMs = Math.round(performance.now() - startedAt);
    log?.info({ migration: migration.tag, durationMs }, "Migration applied");
  }
  return pending.map(({ tag }) => tag);
}

/** The lock goes with the session, so a process that dies while it migrates does not keep it. */
async function lock(session: MigrationSession, patienceMs: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const [row] = await session.unsafe<{ locked: boolean }[]>("select pg_try_advisory_lock($1) as locked", [
      lockKey,
    ]);
    if (row?.locked) return;
    if (performance.now() > giveUpAt) {
      throw new Unavailable("Another process has been migrating this database for too long.");
    }
    await wait(25);
  }
}
