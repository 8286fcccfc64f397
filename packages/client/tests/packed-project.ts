import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const packagesDir = join(import.meta.dirname, "../..");

export type PackedProject = AsyncDisposable & {
  readonly dir: string;
  readonly write: (file: string, text: string) => Promise<void>;
};

type Manifest = { readonly name: string; readonly dependencies?: Readonly<Record<string, string>> };

const manifestOf = async (dir: string): Promise<Manifest> =>
  // Sound: every installed package has a name.
  JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as Manifest;

/**
 * Makes an empty npm project outside the repository and installs the packed contract and client there.
 *
 * What the two depend on is packed from the workspace's own copies, so no registry is asked. Disposing removes all.
 */
export async function packedProject(): Promise<PackedProject> {
  const dir = await mkdtemp(join(tmpdir(), "ashlar-packed-"));
  const tarballs = join(dir, "tarballs");
  await mkdir(tarballs);
  for (const name of ["contracts", "client"]) {
    const pack = ["--yes", "pnpm@12", "pack", "--pack-destination", tarballs];
    await run("npx", pack, { cwd: join(packagesDir, name) });
  }
  const packed = (await readdir(tarballs)).map((file) => join(tarballs, file));
  const foreign = await foreignPackages();
  for (const [index, folder] of [...foreign].entries()) {
    // Copied first: files of equal content share an inode in the store, and npm drops hard links from an archive.
    const copy = join(dir, "copies", `${index}`, "package");
    await cp(folder, copy, { recursive: true });
    await run("tar", ["-czf", join(tarballs, `foreign-${index}.tgz`), "-C", dirname(copy), "package"]);
  }
  const names = await Promise.all([...foreign].map(async (folder) => (await manifestOf(folder)).name));
  const write = (file: string, text: string) => writeFile(join(dir, file), text);
  await write(
    "package.json",
    JSON.stringify({
      name: "elsewhere",
      private: true,
      type: "module",
      dependencies: Object.fromEntries([
        ...packed.map((file) => [
          `@ashlar/${file.includes("client") ? "client" : "contracts"}`,
          `file:${file}`,
        ]),
        ...names.map((name, index) => [name, `file:${join(tarballs, `foreign-${index}.tgz`)}`]),
      ]),
    }),
  );
  const quietly = ["--offline", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...quietly], { cwd: dir });
  return { dir, write, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** Folders of everything that the contract and the client need and that is not theirs. */
async function foreignPackages(): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const visit = async (dir: string, neighbours: string): Promise<void> => {
    for (const name of Object.keys((await manifestOf(dir)).dependencies ?? {})) {
      const folder = await realpath(join(neighbours, name));
      if (name.startsWith("@ashlar/") || found.has(folder)) continue;
      found.add(folder);
      await visit(folder, join(folder, name.startsWith("@") ? "../.." : ".."));
    }
  };
  for (const name of ["contracts", "client"]) {
    await visit(join(packagesDir, name), join(packagesDir, name, "node_modules"));
  }
  return found;
}
