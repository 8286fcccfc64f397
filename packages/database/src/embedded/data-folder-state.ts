import { readdir, readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";

const majorVersion = "18";

/** Holds the superuser's password; written last, so a cluster that has it was finished by us. */
export const passwordFile = "ashlar.password";

/**
 * Whether a data folder is made, as opposed to absent or empty.
 *
 * @throws Error naming the folder and what to do when it is of another major version, of another program, half made,
 *   no data folder at all, or not to be read.
 */
export async function isMadeDataFolder(dataDir: string): Promise<boolean> {
  const entries = await entriesOf(dataDir);
  if (entries.length === 0) return false;
  const version = entries.includes("PG_VERSION") ? await versionOf(dataDir) : undefined;
  if (version === undefined) {
    throw new Error(
      `${dataDir} is neither empty nor a PostgreSQL data folder. Set DATA_DIR to another folder, or DATABASE_URL.`,
    );
  }
  if (version !== majorVersion) {
    throw new Error(
      `${dataDir} was made by PostgreSQL ${version}; this is PostgreSQL ${majorVersion}, which cannot read it. Write it to a file with \`pnpm backup <file>\` of the release that made it, move the folder away, and fill a new one with \`pnpm restore <file>\`.`,
    );
  }
  if (entries.includes(passwordFile)) return true;
  throw new Error(
    `${dataDir} is a PostgreSQL data folder without ${passwordFile}: it is another program's, or it was never finished. Set DATABASE_URL to its server; if it holds nothing you need, empty it.`,
  );
}

async function entriesOf(dataDir: string): Promise<readonly string[]> {
  try {
    return await readdir(dataDir);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR")
      throw new Error(`The database folder ${dataDir} is, or is in, a file.`, { cause: error });
    throw unreadable(dataDir, error);
  }
}

/** The major version as the folder has it; undefined when it names none. */
async function versionOf(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch((error: unknown) => {
    throw unreadable(dataDir, error);
  });
  return /^(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
}

const unreadable = (dataDir: string, cause: unknown): Error =>
  new Error(
    `The database folder ${dataDir} cannot be read as ${userInfo().username}: ${codeOf(cause) ?? String(cause)}.`,
    { cause },
  );

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;
