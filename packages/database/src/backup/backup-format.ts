import type { product } from "@ashlar/kernel";
/**
 * A backup is gzip of lines: the header; for each table its opening, the rows as COPY writes them, `\.` and its
 * closing; the footer. A file without the footer was cut off.
 */
export type BackupHeader = {
  readonly format: typeof product.backupFormat;
  readonly version: 1;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Hashes of the migrations that made the tables, in order. */
  readonly migrations: readonly string[];
};

export type TableOpening = { readonly table: string; readonly columns: readonly string[] };

export type TableClosing = {
  readonly rows: number;
  /** SHA-256 of the rows' bytes, in hex. */
  readonly sha256: string;
};

export type BackupFooter = {
  readonly tables: number;
  /** What each identity's sequence gives next stands behind this; null for one that was never asked. */
  readonly sequences: Readonly<Record<string, string | null>>;
};

export const endOfRows = "\\.";

/** The file cannot be restored: cut off, changed, or of something else. */
export class UnusableBackup extends Error {
  override readonly name = "UnusableBackup";
}
