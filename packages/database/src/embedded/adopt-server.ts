import { realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { readPassword } from "./data-folder.ts";
import { passwordFile } from "./data-folder-state.ts";
import { embeddedUrl } from "./embedded-url.ts";
import { type Postmaster, readPostmaster } from "./postmaster-file.ts";
import { processIsAlive, programOf, workingFolderOf } from "./process-is-alive.ts";

/**
 * Finds a server that already runs on the data folder: another process's, or one left by a process that was killed.
 *
 * A `postmaster.pid` whose process is gone, is something else or serves another folder is removed, so that the next
 * start succeeds.
 *
 * @throws Error naming the folder when a server holds it and refuses us, or does not answer within `patienceMs`.
 */
export async function adoptServer(dataDir: string, patienceMs = 15_000): Promise<Postmaster | null> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const found = await readPostmaster(dataDir);
    if (!found) return null;
    const folder = await realpath(dataDir);
    const answer = holdsFolder(found.pid, folder)
      ? await askServer(dataDir, folder, found)
      : "serves another";
    if (answer === "serves the folder") return found;
    if (answer === "serves another") {
      await rm(join(dataDir, "postmaster.pid"), { force: true });
      return null;
    }
    if (performance.now() > giveUpAt) {
      throw new Error(
        `Process ${found.pid} holds the database folder ${dataDir} and does not answer (${answer.silence}); stop it first.`,
      );
    }
    await wait(20);
  }
}

/**
 * Whether the process may be the folder's server. The id in a stale file may belong to another program by now, or to
 * another server, in a container most of all. Where the system has no `/proc`, what answers on the port decides.
 */
function holdsFolder(pid: number, folder: string): boolean {
  if (!processIsAlive(pid) || !isPostgres(pid)) return false;
  const working = workingFolderOf(pid);
  return working === null || working === folder;
}

function isPostgres(pid: number): boolean {
  const program = programOf(pid);
  return program === undefined || program.startsWith("postgres");
}

type Answer = "serves the folder" | "serves another" | { readonly silence: string };

async function askServer(
  dataDir: string,
  folder: string,
  { pid, port, isReady }: Postmaster,
): Promise<Answer> {
  if (!isReady) return { silence: "it is starting or stopping" };
  const sql = postgres(embeddedUrl(port, await readPassword(dataDir), "postgres"), {
    max: 1,
    fetch_types: false,
    connect_timeout: 5,
  });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row?.folder === folder ? "serves the folder" : "serves another";
  } catch (error) {
    if (!isRefusal(error)) return { silence: error instanceof Error ? error.message : String(error) };
    throw new Error(
      `Process ${pid} serves port ${port} and refuses the password in ${join(dataDir, passwordFile)}. If it serves the database folder ${dataDir}, put its password there; if not, remove ${join(dataDir, "postmaster.pid")}.`,
      { cause: error },
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The password or the user is wrong; anything else may pass. */
const isRefusal = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && /^28/.test(error.code);
