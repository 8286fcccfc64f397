import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** One file of the migrations folder. */
export type Migration = {
  /** The file's name without `.sql`, such as `0003_add_orders`. */
  readonly tag: string;
  /** Milliseconds since 1970, from the journal. */
  readonly madeAt: number;
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  readonly statements: readonly string[];
  /** False when a statement, such as CREATE INDEX CONCURRENTLY, may not run in a transaction. */
  readonly isTransactional: boolean;
};

type Journal = { readonly entries: readonly { readonly tag: string; readonly when: number }[] };

/**
 * Reads the migrations of a folder in the order of drizzle-kit's journal; none when there is no journal yet.
 *
 * @throws Error naming the file that the journal lists and the folder lacks.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const text = await readFile(join(folder, "meta", "_journal.json"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return '{"entries":[]}';
      throw error;
    },
  );
  // Sound: drizzle-kit writes this file.
  const { entries } = JSON.parse(text) as Journal;
  return Promise.all(
    entries.map(async ({ tag, when }) => {
      const file = join(folder, `${tag}.sql`);
      const sql = await readFile(file, "utf8").catch((cause: unknown) => {
        throw new Error(`The journal lists the migration ${tag}, but ${file} cannot be read.`, { cause });
      });
      const statements = sql.split("--> statement-breakpoint").map((one) => one.trim());
      return {
        tag,
        madeAt: when,
        hash: createHash("sha256").update(sql).digest("hex"),
        statements: statements.filter((one) => one.length > 0),
        isTransactional: !/\bconcurrently\b/i.test(sql),
      };
    }),
  );
}
