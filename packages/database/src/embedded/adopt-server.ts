import { realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { readPassword } from "./data-folder.ts";
import { embeddedUrl } from "./embedded-url.ts";
import { type Postmaster, readPostmaster } from "./postmaster-file.ts";
import { processIsAlive, programOf } from "./process-is-alive.ts";

/**
 * Finds a server that already runs on the data folder: another process's, or one left by a process that was killed.
 *
 * A `postmaster.pid` whose process is gone or is something else is removed, so that the next start succeeds.
 *
 * @throws Error naming the folder when a server holds it and does not let us in within `patienceMs`.
 */
export async function adoptServer(dataDir: string, patienceMs = 15_000): Promise<Postmaster | null> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const found = await readPostmaster(dataDir);
    if (!found) return null;
    if (!processIsAlive(found.pid) || !isPostgres(found.pid)) {
      await rm(join(dataDir, "postmaster.pid"), { force: true });
      return null;
    }
    if (found.isReady && (await servesFolder(dataDir, found.port))) return found;
    if (performance.now() > giveUpAt) {
      throw new Error(
        `Process ${found.pid} holds the database folder ${dataDir} and does not answer; stop it first.`,
      );
    }
    await wait(20);
  }
}

/**
 * The id in a stale file may belong to another program by now, in a container most of all. Where the system has no
 * `/proc`, what answers on the port decides.
 */
function isPostgres(pid: number): boolean {
  const program = programOf(pid);
  return program === undefined || program.startsWith("postgres");
}

async function servesFolder(dataDir: string, port: number): Promise<boolean> {
  const sql = postgres(embeddedUrl(port, await readPassword(dataDir), "postgres"), {
    max: 1,
    fetch_types: false,
    connect_timeout: 5,
  });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row?.folder === (await realpath(dataDir));
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
