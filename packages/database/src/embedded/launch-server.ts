import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { type Postmaster, readPostmaster } from "./postmaster-file.ts";
import type { ServerLauncher } from "./server-launcher.ts";

export type LaunchSettings = {
  readonly port: number;
  /** False: a crash of the machine may lose the folder, and the disk is never waited for. For tests. */
  readonly durable: boolean;
  /** Further server settings by name, such as `max_connections`. */
  readonly settings: Readonly<Record<string, string>>;
};

/** Why a start failed, as far as trying again may help. */
export class LaunchFailed extends Error {
  readonly reason: "port-taken" | "folder-held" | "other";

  constructor(message: string, reason: LaunchFailed["reason"]) {
    super(message);
    this.name = "LaunchFailed";
    this.reason = reason;
  }
}

/**
 * Starts the server on a prepared folder and waits until it takes connections.
 *
 * It writes to `server.log` in the folder; the log of the run before stays as `server.log.1`.
 *
 * @throws LaunchFailed with the end of that log.
 */
export async function launchServer(
  dataDir: string,
  binaries: PostgresBinaries,
  launcher: ServerLauncher,
  settings: LaunchSettings,
): Promise<Postmaster> {
  const logFile = join(dataDir, "server.log");
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
  const log = await open(logFile, "w", 0o600);
  const child = launcher.start(binaries.postgres, ["-D", dataDir, ...flags(settings)], log.fd);
  await log.close();
  let failure: string | null = null;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", () => {
    failure ??= "";
  });
  child.unref();
  for (;;) {
    const postmaster = await readPostmaster(dataDir);
    if (postmaster?.isReady && postmaster.pid === child.pid) return postmaster;
    if (failure !== null)
      throw launchFailed(failure || (await readFile(logFile, "utf8")), dataDir, settings.port);
    await wait(5);
  }
}

function flags({ port, durable, settings }: LaunchSettings): string[] {
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function launchFailed(log: string, dataDir: string, port: number): LaunchFailed {
  const last = log.trim().split("\n").slice(-6).join("\n");
  if (/could not bind|could not create any TCP/.test(log)) {
    return new LaunchFailed(`The database cannot listen on 127.0.0.1:${port}.\n${last}`, "port-taken");
  }
  if (/lock file .* already exists|shared memory block .* is still in use/.test(log)) {
    return new LaunchFailed(`Another server holds the database folder ${dataDir}.\n${last}`, "folder-held");
  }
  return new LaunchFailed(`The database in ${dataDir} does not start.\n${last}`, "other");
}
