import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { product } from "@ashlar/kernel";
import type postgres from "postgres";
import { translatedError } from "../errors/translated-error.ts";
import { migrate } from "../migrations/migrate.ts";
import { UnusableBackup } from "./backup-format.ts";
import { type BackupReader, backupReader } from "./backup-reader.ts";
import { backupSession } from "./backup-session.ts";
import { dumpedTables } from "./dumped-tables.ts";

export type RestoreOptions = {
  /** Of a database without tables. */
  readonly url: string;
  readonly file: string;
  /** The migrations of this version; the first of them must be those of the backup. */
  readonly migrationsFolder: string;
  readonly onTable?: (name: string) => void;
};

export type RestoreResult = { readonly tables: number; readonly rows: number };

/**
 * Fills an empty database from a backup: tables by the migrations that the backup was made at, then every row, then
 * the migrations that came since.
 *
 * The rows commit together, after every table's checksum has been compared: a file that was cut off or changed leaves
 * empty tables. Refuses a database that has tables, so it never mixes or overwrites.
 *
 * @throws UnusableBackup when the file is not whole or the database is not empty.
 * @throws MigrationDrift when the backup's migrations are not the first of the folder.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { url, migrationsFolder: folder } = options;
  const reader = backupReader(options.file);
  try {
    const header = await reader.line();
    const { migrations } = header;
    if (header.format !== product.backupFormat || header.version !== 1 || !Array.isArray(migrations)) {
      throw new UnusableBackup("The file is no backup, or one of a newer version.");
    }
    await refuseUnlessEmpty(url);
    await migrate({ url, folder, upTo: migrations.map(String) });
    const result = await restoreRows(reader, options);
    await migrate({ url, folder });
    return result;
  } catch (error) {
    throw translatedError(error);
  } finally {
    reader.close();
  }
}

async function refuseUnlessEmpty(url: string): Promise<void> {
  await using connection = await backupSession(url);
  const tables = await dumpedTables(connection.session);
  if (tables.length > 0)
    throw new UnusableBackup("The database has tables already; restore into an empty one.");
}

async function restoreRows(reader: BackupReader, { url, onTable }: RestoreOptions): Promise<RestoreResult> {
  await using connection = await backupSession(url);
  const { session } = connection;
  await session.unsafe("begin");
  const known = new Map((await dumpedTables(session)).map(({ name, columns }) => [name, columns]));
  let tables = 0;
  let rows = 0;
  for (;;) {
    const opening = await reader.line();
    if (typeof opening.table !== "string") {
      if (opening.tables !== tables) throw new UnusableBackup("The backup lacks tables.");
      await continueSequences(session, opening.sequences);
      await session.unsafe("commit");
      return { tables, rows };
    }
    const columns = known.get(opening.table);
    if (!columns || JSON.stringify(columns) !== JSON.stringify(opening.columns)) {
      throw new UnusableBackup(`The table ${opening.table} is not as its migrations make it.`);
    }
    onTable?.(opening.table);
    rows += await restoreTable(session, reader, opening.table, columns);
    tables += 1;
  }
}

async function restoreTable(
  session: postgres.ReservedSql,
  reader: BackupReader,
  name: string,
  columns: readonly string[],
): Promise<number> {
  // What migrations have put there is in the backup as it was.
  await session.unsafe(
    `do $$ begin if exists (select from ${name}) then delete from ${name}; end if; end $$`,
  );
  const hash = createHash("sha256");
  let rows = 0;
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const piece of reader.rows()) {
      hash.update(piece);
      for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) rows += 1;
      yield piece;
    }
  }
  const writing = session.unsafe(`copy ${name} (${columns.join(", ")}) from stdin`);
  await pipeline(Readable.from(hashed()), await writing.writable());
  const closing = await reader.line();
  if (closing.rows !== rows || closing.sha256 !== hash.digest("hex")) {
    throw new UnusableBackup(`The rows of ${name} are not those that were backed up.`);
  }
  return rows;
}

async function continueSequences(session: postgres.ReservedSql, sequences: unknown): Promise<void> {
  if (typeof sequences !== "object" || sequences === null)
    throw new UnusableBackup("The backup lacks sequences.");
  for (const [name, place] of Object.entries(sequences)) {
    if (typeof place === "string")
      await session.unsafe("select setval($1::regclass, $2::bigint)", [name, place]);
  }
}
