import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = "/usr/sbin/pgbouncer";
/** It refuses to run as root. */
const nobody = 65_534;

/** False on a machine without it; continuous integration has it. */
export const hasPgBouncer = existsSync(program);
if (!hasPgBouncer && process.env.CI) throw new Error("pgbouncer is missing.");

/** Starts a PgBouncer in front of the server of a URL. @returns The same URL through it. */
export async function startPgBouncer(
  target: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; readonly [Symbol.asyncDispose]: () => Promise<void> }> {
  const { hostname, port, username, password, pathname } = new URL(target);
  const folder = await mkdtemp(join(tmpdir(), "ashlar-pgbouncer-"));
  const listenPort = await freePort();
  const config = join(folder, "pgbouncer.ini");
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: String(listenPort),
    unix_socket_dir: "",
    auth_type: "any",
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  await writeFile(
    config,
    `[databases]\n${pathname.slice(1)} = host=${hostname} port=${port} user=${username} password=${password}\n[pgbouncer]\n${lines.join("\n")}\n`,
  );
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await chmod(folder, 0o755);
    await chown(config, nobody, nobody);
  }
  const child = spawn(program, [config], {
    stdio: ["ignore", "ignore", "pipe"],
    ...(isRoot && { uid: nobody, gid: nobody }),
  });
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  let log = "";
  await new Promise<void>((up, fail) => {
    child.stderr.on("data", (piece: Buffer) => {
      log += piece.toString();
      if (log.includes("process up")) up();
    });
    child.once("exit", () => fail(new Error(`PgBouncer has ended:\n${log}`)));
  });
  const url = new URL(target);
  url.port = String(listenPort);
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== "object" || !address) throw new Error("There is no free port.");
  return address.port;
}
