import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type TemporaryTree = AsyncDisposable & { readonly dir: string };

const libraries = ["zod", "drizzle-orm", "superjson", "vitest", "@trpc/client", "@trpc/server"];
const packageFolder = /^((?:packages\/modules|packages|apps)\/([^/]+))\/src\/index\.ts$/;

/**
 * Writes a source tree into a new temporary folder, laid out and linked as an installed workspace: each folder with
 * `src/index.ts` is a package `@ashlar/<folder>` that exports its root, and its vocabulary if it has one; a few libraries are
 * stubs.
 *
 * Disposing removes the folder.
 *
 * @param files - Text by relative path.
 */
export async function temporaryTree(files: Readonly<Record<string, string>>): Promise<TemporaryTree> {
  const dir = await mkdtemp(join(tmpdir(), "ashlar-tree-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  };
  const manifest = (name: string, entry: string, more: Readonly<Record<string, string>> = {}) =>
    JSON.stringify({ name, version: "0.0.0", type: "module", exports: { ".": entry, ...more } });

  await write("package.json", JSON.stringify({ name: "tree", private: true, type: "module" }));
  await write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext", target: "esnext" } }));
  for (const [path, text] of Object.entries(files)) await write(path, text);
  for (const name of libraries) {
    await write(`node_modules/${name}/package.json`, manifest(name, "./index.js"));
    await write(`node_modules/${name}/index.js`, "export {};\n");
  }
  await mkdir(join(dir, "node_modules/@ashlar"), { recursive: true });
  for (const path of Object.keys(files)) {
    const [, folder, name] = packageFolder.exec(path) ?? [];
    if (folder === undefined || name === undefined) continue;
    // The one package with a second entrance, where a tree has it.
    const second: Readonly<Record<string, string>> =
      `${folder}/src/vocabulary.ts` in files ? { "./vocabulary": "./src/vocabulary.ts" } : {};
    await write(`${folder}/package.json`, manifest(`@ashlar/${name}`, "./src/index.ts", second));
    await symlink(join(dir, folder), join(dir, "node_modules/@ashlar", name));
  }
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}
