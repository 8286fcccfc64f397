import { randomBytes } from "node:crypto";
import { chown, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMadeDataFolder, passwordFile } from "./data-folder-state.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { ServerAccount } from "./server-account.ts";
import type { ServerLauncher } from "./server-launcher.ts";
import { newWorkshopPath, removeAbandonedWorkshops } from "./staging-dir.ts";

/**
 * Makes the data folder unless it is there.
 *
 * The cluster is made beside it and moved into place in one step, so a half-made one is never used and two
 * processes that start together share one. What processes that were killed meanwhile left beside it is removed.
 *
 * @throws Error naming the folder when it cannot be used or made.
 */
export async function prepareDataFolder(
  dataDir: string,
  binaries: PostgresBinaries,
  launcher: ServerLauncher,
): Promise<void> {
  await removeAbandonedWorkshops(dataDir);
  if (await isMadeDataFolder(dataDir)) return;
  const stagingDir = newWorkshopPath(dataDir);
  try {
    await makeFolder(stagingDir, launcher);
    // A mount point cannot be replaced by a folder made beside it, so there the cluster is made in place.
    const inPlace = await isMountPoint(dataDir);
    if (inPlace) await giveTo(launcher.account, dataDir);
    const made = inPlace ? dataDir : join(stagingDir, "cluster");
    await makeCluster(made, stagingDir, binaries, launcher);
    if (!inPlace) await moveIntoPlace(made, dataDir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database folder ${dataDir} cannot be made: ${reason}`, { cause });
  } finally {
    await rm(stagingDir, { recursive: true, force: true });
  }
}

const giveTo = async (account: ServerAccount, path: string): Promise<void> => {
  if (account) await chown(path, account.uid, account.gid);
};

async function makeFolder(folder: string, { account }: ServerLauncher): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  await giveTo(account, folder);
}

async function isMountPoint(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found !== null && found.dev !== (await stat(dirname(folder))).dev;
}

async function makeCluster(
  cluster: string,
  stagingDir: string,
  binaries: PostgresBinaries,
  { account, run }: ServerLauncher,
): Promise<void> {
  const password = join(stagingDir, passwordFile);
  await writeFile(password, randomBytes(24).toString("hex"), { mode: 0o600 });
  await giveTo(account, password);
  await run(binaries.initdb, [
    `--pgdata=${cluster}`,
    "--username=ashlar",
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    // The password is 192 random bits: stretching it adds time to each connection and no strength.
    "--set=scram_iterations=1",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--set=timezone=UTC",
    "--set=log_timezone=UTC",
  ]);
  const kept = join(cluster, passwordFile);
  await copyFile(password, kept);
  await giveTo(account, kept);
}

async function moveIntoPlace(made: string, dataDir: string): Promise<void> {
  await rename(made, dataDir).catch((error: NodeJS.ErrnoException) => {
    // Another process was first; its cluster is as good.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
}

/** @throws Error naming the folder when its password cannot be read. */
export async function readPassword(dataDir: string): Promise<string> {
  return readFile(join(dataDir, passwordFile), "utf8").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The password of the database in ${dataDir} cannot be read from ${passwordFile}: ${reason}`,
      { cause },
    );
  });
}
