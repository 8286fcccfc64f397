import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, link, open, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { product } from "@ashlar/kernel";
import type postgres from "postgres";
import { translatedError } from "../errors/translated-error.ts";
import {
  type BackupFooter,
  type BackupHeader,
  endOfRows,
  type TableClosing,
  type TableOpening,
} from "./backup-format.ts";
import { backupSession } from "./backup-session.ts";
import { copiedOut } from "./copied-out.ts";
import { type DumpedTable, dumpedTables, sequencePlaces } from "./dumped-tables.ts";

export type BackUpOptions = {
  readonly url: string;
  /** Made by this call; there must be none yet. */
  readonly file: string;
  /** Told of each table before its rows are read. */
  readonly onTable?: (name: string) => void;
};

export type BackUpResult = { readonly tables: number; readonly rows: number };

/**
 * Writes every row of a database into a file, all as they were at one moment.
 *
 * Runs beside traffic: it reads in one snapshot and keeps only migrations waiting. The file appears when it is
 * complete and on the disk, readable by its owner alone, since it holds everything that the database does.
 *
 * @throws Error when the file exists already or cannot be written, or the database has no tables.
 * @throws Unavailable when the database cannot be read.
 */
export async function backUp({ url, file, onTable }: BackUpOptions): Promise<BackUpResult> {
  const partial = `${file}.partial`;
  if (await isThere(file)) throw new Error(`${file} exists already; a backup overwrites nothing.`);
  try {
    const counts = { tables: 0, rows: 0 };
    await using connection = await backupSession(url);
    const lines = Readable.from(backupLines(connection.session, counts, onTable));
    await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600 }));
    await flushed(partial);
    // Unlike a rename it never replaces a file that was made meanwhile.
    await link(partial, file);
    return counts;
  } catch (error) {
    throw translatedError(error);
  } finally {
    await rm(partial, { force: true });
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function* backupLines(
  session: postgres.ReservedSql,
  counts: { tables: number; rows: number },
  onTable: BackUpOptions["onTable"],
): AsyncGenerator<string | Buffer> {
  const listed = await dumpedTables(session);
  if (listed.length === 0)
    throw new Error("The database has no tables, so there is nothing to keep: is it the one you mean?");
  await session.unsafe("begin isolation level repeatable read read only");
  // Taken before the snapshot, so that the tables are as they are in it until the end.
  await session.unsafe(`lock table ${listed.map(({ name }) => name).join(", ")} in access share mode`);
  const tables = await dumpedTables(session);
  if (JSON.stringify(tables) !== JSON.stringify(listed))
    throw new Error("A migration was running; try again.");
  yield line({
    format: product.backupFormat,
    version: 1,
    madeAt: new Date().toISOString(),
    migrations: await appliedMigrations(session),
  } satisfies BackupHeader);
  for (const table of tables) {
    onTable?.(table.name);
    yield* tableLines(session, table, counts);
    counts.tables += 1;
  }
  const sequences = await sequencePlaces(session);
  yield line({ tables: counts.tables, sequences } satisfies BackupFooter);
  await session.unsafe("commit");
}

async function* tableLines(
  session: postgres.ReservedSql,
  { name, columns }: DumpedTable,
  counts: { rows: number },
): AsyncGenerator<string | Buffer> {
  yield line({ table: name, columns } satisfies TableOpening);
  const hash = createHash("sha256");
  let rows = 0;
  for await (const bytes of copiedOut(session, `copy ${name} (${columns.join(", ")}) to stdout`)) {
    hash.update(bytes);
    // A line break in a value is written as two characters, so each byte of it ends a row.
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) rows += 1;
    yield bytes;
  }
  counts.rows += rows;
  yield `${endOfRows}\n`;
  yield line({ rows, sha256: hash.digest("hex") } satisfies TableClosing);
}

async function appliedMigrations(session: postgres.ReservedSql): Promise<string[]> {
  const rows = await session.unsafe<{ hash: string }[]>(
    "select hash from drizzle.__drizzle_migrations order by id",
  );
  return rows.map(({ hash }) => hash);
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

async function flushed(path: string): Promise<void> {
  await using handle = await open(path, "r+");
  await handle.sync();
}
