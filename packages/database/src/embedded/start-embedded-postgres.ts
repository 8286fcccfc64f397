import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@ashlar/kernel";
import postgres from "postgres";
import { adoptServer } from "./adopt-server.ts";
import { prepareDataFolder, readPassword } from "./data-folder.ts";
import { passwordFile } from "./data-folder-state.ts";
import { embeddedUrl } from "./embedded-url.ts";
import { LaunchFailed, launchServer } from "./launch-server.ts";
import { freeLoopbackPort } from "./loopback-port.ts";
import { type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import type { Postmaster } from "./postmaster-file.ts";
import { serverAccount } from "./server-account.ts";
import { type ServerLauncher, serverLauncher } from "./server-launcher.ts";
import { useServer } from "./server-users.ts";
import { stopServer } from "./stop-server.ts";

export type EmbeddedPostgresOptions = {
  /** Where the data lives; made when missing. */
  readonly dataDir: string;
  /** 1–65535; default: the port of the last start while it is free, else any free one. */
  readonly port?: number;
  /** Default true; false never waits for the disk, for tests. */
  readonly durable?: boolean;
  /** Further server settings by name, such as `max_connections`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: Log;
};

export type EmbeddedPostgres = {
  /** With the password: the superuser `ashlar`, the database `ashlar`. */
  readonly url: string;
  readonly port: number;
  /** The server process. */
  readonly pid: number;
  /** True when the server already ran: another process's, or one left behind by a killed process. */
  readonly adopted: boolean;
  /** Stops the server, unless another living process uses it; then it stays until that one stops. */
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Runs a real PostgreSQL 18 on a data folder, for machines that have none.
 *
 * It listens on 127.0.0.1 only and asks for a password that is kept, readable by its owner, in the folder. A
 * second start keeps the data and takes well under a second. Works as root by running the server as another user.
 *
 * @throws Error naming the folder, port or user that stands in the way.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = await postgresBinaries();
  const launcher = await serverLauncher(await serverAccount(dataDir), dataDir, binaries.postgres);
  await prepareDataFolder(dataDir, binaries, launcher);
  const password = await readPassword(dataDir);
  const use = await useServer(dataDir);
  let launched: Postmaster | undefined;
  try {
    const { server, adopted } = await adoptOrLaunch(dataDir, binaries, launcher, options);
    if (!adopted) launched = server;
    await ensureDatabase(server.port, password, dataDir);
    options.log?.info({ dataDir, port: server.port, adopted }, "PostgreSQL is running");
    const stop = async () => {
      if (await use.end()) await stopServer(server.pid, dataDir, binaries, launcher);
    };
    const url = embeddedUrl(server.port, password);
    return { url, port: server.port, pid: server.pid, adopted, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    const isUnused = await use.end();
    if (isUnused && launched) await stopServer(launched.pid, dataDir, binaries, launcher);
    throw error;
  }
}

type Started = { readonly server: Postmaster; readonly adopted: boolean };

async function adoptOrLaunch(
  dataDir: string,
  binaries: PostgresBinaries,
  launcher: ServerLauncher,
  { port: wanted, durable = true, settings = {} }: EmbeddedPostgresOptions,
): Promise<Started> {
  const portFile = join(dataDir, "ashlar.port");
  for (let attempt = 1; ; attempt += 1) {
    const running = await adoptServer(dataDir);
    if (running) return { server: running, adopted: true };
    const port = await choosePort(wanted, portFile);
    try {
      const server = await launchServer(dataDir, binaries, launcher, { port, durable, settings });
      await writeFile(portFile, String(port));
      return { server, adopted: false };
    } catch (error) {
      // A port taken since it was chosen, a process that started the same folder, backends of a killed server.
      const mayPass = error instanceof LaunchFailed && error.reason !== "other";
      if (!mayPass || attempt === 10) throw error;
      await wait(100 * attempt);
    }
  }
}

async function choosePort(wanted: number | undefined, portFile: string): Promise<number> {
  if (wanted !== undefined) {
    const port = await freeLoopbackPort(wanted);
    if (port !== null) return port;
    throw new Error(
      `Port ${wanted} of 127.0.0.1 is taken or may not be used; the database cannot listen there.`,
    );
  }
  const last = Number(await readFile(portFile, "utf8").catch(() => ""));
  const port = (last > 0 ? await freeLoopbackPort(last) : null) ?? (await freeLoopbackPort(0));
  if (port !== null) return port;
  throw new Error("127.0.0.1 has no free port for the database.");
}

const refusedPassword = (dataDir: string, cause: unknown): Error =>
  new Error(
    `The database in ${dataDir} refuses the password in ${join(dataDir, passwordFile)}: put back the one it was made with.`,
    { cause },
  );

async function ensureDatabase(port: number, password: string, dataDir: string): Promise<void> {
  const sql = postgres(embeddedUrl(port, password, "postgres"), { max: 1, fetch_types: false });
  try {
    const found = await sql`select 1 from pg_database where datname = 'ashlar'`;
    if (found.length === 0) await sql`create database ashlar`;
  } catch (error) {
    const code = error instanceof postgres.PostgresError ? error.code : "";
    if (/^28/.test(code)) throw refusedPassword(dataDir, error);
    // Another process that started with us made it: 42P04 when it was done, 23505 when it was at it.
    if (!/^(42P04|23505)$/.test(code)) throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
