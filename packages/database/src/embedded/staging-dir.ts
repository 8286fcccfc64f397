import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { processIsAlive, startOf } from "./process-is-alive.ts";

const separator = ".making-";

/** A path beside the data folder, for the folder in which this process makes a cluster. */
export const newWorkshopPath = (dataDir: string): string =>
  `${dataDir}${separator}${process.pid}-${startOf(process.pid)}-${randomBytes(4).toString("hex")}`;

/**
 * Removes the folders that processes left beside the data folder when they were killed while making it.
 *
 * The name holds the process's id and start, since ids are given out again: in a container, to the same program.
 */
export async function removeAbandonedWorkshops(dataDir: string): Promise<void> {
  const parent = dirname(dataDir);
  const prefix = `${basename(dataDir)}${separator}`;
  const entries = await readdir(parent).catch(() => []);
  const abandoned = entries.filter((name) => name.startsWith(prefix) && !isInUse(name.slice(prefix.length)));
  await Promise.all(
    abandoned.map(async (name) => {
      // An initdb that outlives its maker may still write into it for a moment.
      const patience = { maxRetries: 5, retryDelay: 100 };
      // One that another user left, and that may not be removed, does no harm.
      await rm(join(parent, name), { recursive: true, force: true, ...patience }).catch(() => undefined);
    }),
  );
}

/** @param maker - What stands behind the separator; a name without a process's id has no living maker. */
function isInUse(maker: string): boolean {
  const [, pid, start] = /^(\d+)-(\d+)-[0-9a-f]{8}$/.exec(maker) ?? [];
  return pid !== undefined && processIsAlive(Number(pid)) && String(startOf(Number(pid))) === start;
}
