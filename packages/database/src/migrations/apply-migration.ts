import { setTimeout as wait } from "node:timers/promises";
import type postgres from "postgres";
import { translatedError } from "../errors/translated-error.ts";
import type { Migration } from "./migration-files.ts";

type Session = Pick<postgres.Sql, "unsafe">;

const lockAttempts = 10;

/**
 * Applies one migration and records it, in one transaction where PostgreSQL allows it.
 *
 * A lock that cannot be had within the session's `lock_timeout` is let go and asked for again, so the statements
 * queueing behind it run in between.
 *
 * @param journal - The table of what was applied, qualified.
 * @throws Error naming the migration and the statement.
 */
export async function applyMigration(session: Session, journal: string, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await (migration.isTransactional ? inTransaction : oneByOne)(session, journal, migration);
      return;
    } catch (error) {
      const isLocked = error instanceof Error && "code" in error && error.code === "55P03";
      if (isLocked && attempt < lockAttempts) {
        await wait(500);
        continue;
      }
      const translated = translatedError(error);
      const reason = isLocked
        ? "other sessions kept a lock on its tables; end them or try at a quieter time"
        : translated instanceof Error
          ? translated.message
          : String(translated);
      throw new Error(`Migration ${migration.tag} was not applied: ${reason}`, { cause: translated });
    }
  }
}

async function inTransaction(session: Session, journal: string, migration: Migration): Promise<void> {
  await session.unsafe("begin");
  try {
    for (const statement of migration.statements) await session.unsafe(statement);
    await record(session, journal, migration);
    await session.unsafe("commit");
  } catch (error) {
    await session.unsafe("rollback").catch(() => undefined);
    throw error;
  }
}

/** Each statement stands alone, so a migration that stopped half-way starts over: it must use IF NOT EXISTS. */
async function oneByOne(session: Session, journal: string, migration: Migration): Promise<void> {
  for (const statement of migration.statements) {
    await dropInvalidIndex(session, statement);
    await session.unsafe(statement);
  }
  await record(session, journal, migration);
}

const record = (session: Session, journal: string, { hash, madeAt }: Migration) =>
  session.unsafe(`insert into ${journal} (hash, created_at) values ($1, $2)`, [hash, madeAt]);

/** A concurrent build that failed leaves an index that exists and serves nothing. */
async function dropInvalidIndex(session: Session, statement: string): Promise<void> {
  const name = /create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/i.exec(
    statement,
  )?.[1];
  if (!name) return;
  const invalid = await session.unsafe(
    "select 1 from pg_index join pg_class on pg_class.oid = indexrelid where relname = $1 and not indisvalid",
    [name],
  );
  if (invalid.length > 0) await session.unsafe(`drop index concurrently if exists "${name}"`);
}
