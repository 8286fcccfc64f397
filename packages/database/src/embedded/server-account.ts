import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

/** The operating-system user that owns the data folder and runs the server; null: the current one. */
export type ServerAccount = { readonly name: string; readonly uid: number; readonly gid: number } | null;

const run = promisify(execFile);

/**
 * Picks the user to run PostgreSQL as, because PostgreSQL refuses to run as root.
 *
 * Not root: the current user. Root: the owner of an existing data folder, so that a second start keeps it; else
 * `postgres`, else `nobody`, else a system user `ashlar` that is created.
 *
 * @throws Error when root, and no other user exists or can be created.
 */
export async function serverAccount(dataDir: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return null;
  const accounts = await listAccounts();
  const owner = await stat(dataDir).catch(() => null);
  const ofOwner = accounts.find(({ uid }) => uid === owner?.uid && uid !== 0);
  const chosen = ofOwner ?? named(accounts, "postgres") ?? named(accounts, "nobody");
  if (chosen) return chosen;
  await run("useradd", ["--system", "--no-create-home", "ashlar"]).catch((cause: unknown) => {
    throw new Error(
      "PostgreSQL does not run as root, and there is no other user to run it as. Start as another user, or set DATABASE_URL.",
      { cause },
    );
  });
  return named(await listAccounts(), "ashlar") ?? null;
}

type Account = NonNullable<ServerAccount>;

const named = (accounts: readonly Account[], name: string): Account | undefined =>
  accounts.find((account) => account.name === name && account.uid !== 0);

async function listAccounts(): Promise<Account[]> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Names the first folder on the way to `path` that `account` may not enter; null when it gets there. */
export async function closedFolder(path: string, account: Account): Promise<string | null> {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder))
    folders.unshift(folder);
  for (const folder of folders) {
    const found = await stat(folder).catch(() => null);
    if (!found) return null;
    const bit = found.uid === account.uid ? 0o100 : found.gid === account.gid ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) return folder;
  }
  return null;
}
