import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../../../..");

export type WorkingCopy = {
  readonly folder: string;
  /** Replaces a text that must be in the file, and saves it as an editor does. */
  readonly edit: (file: string, from: string, to: string) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Copies the sources, to be changed by a test; the installed packages are those of the repository. */
export async function workingCopy(): Promise<WorkingCopy> {
  const folder = await mkdtemp(join(tmpdir(), "ashlar-copy-"));
  // Under root the database runs as another user, who must get in.
  await chmod(folder, 0o755);
  for (const name of ["packages", "apps", "drizzle", "package.json", "drizzle.config.ts", "patches"]) {
    await cp(join(repository, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => basename(path) !== ".data" && basename(path) !== "dist",
    });
  }
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    edit: async (file, from, to) => {
      const path = join(folder, file);
      const before = await readFile(path, "utf8");
      if (!before.includes(from)) throw new Error(`${file} does not have: ${from}`);
      await writeFile(
        path,
        before.replace(from, () => to),
      );
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
