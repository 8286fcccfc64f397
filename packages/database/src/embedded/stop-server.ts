import { setTimeout as wait } from "node:timers/promises";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { readPostmaster } from "./postmaster-file.ts";
import { processIsAlive } from "./process-is-alive.ts";
import type { ServerLauncher } from "./server-launcher.ts";

/**
 * Stops the server: sessions end, a checkpoint is written, the process is gone.
 *
 * A server that takes longer than `graceMs` is stopped hard and recovers from its log at the next start.
 */
export async function stopServer(
  pid: number,
  dataDir: string,
  binaries: PostgresBinaries,
  launcher: ServerLauncher,
  graceMs = 10_000,
): Promise<void> {
  // Windows has no signals; its server listens for pg_ctl instead.
  if (process.platform === "win32") {
    await launcher.run(binaries.pgCtl, ["stop", "-D", dataDir, "-m", "fast", "-w"]);
    return;
  }
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!processIsAlive(pid)) return;
    process.kill(pid, signal);
    if (await isGone(pid, dataDir, graceMs)) return;
  }
}

/** The server removes its file as its last act; the process itself may wait longer to be collected. */
async function isGone(pid: number, dataDir: string, withinMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (processIsAlive(pid) && (await readPostmaster(dataDir))?.pid === pid) {
    if (performance.now() > giveUpAt) return false;
    await wait(5);
  }
  return true;
}
