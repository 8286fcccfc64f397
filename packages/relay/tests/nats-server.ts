import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Where the server is; null when this machine has none. */
export const natsServerPath: string | null = found();

export type NatsServer = {
  readonly url: string;
  readonly start: () => Promise<void>;
  /** As a crash: without a word. */
  readonly kill: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A JetStream server of its own, on a free port, that keeps its files over restarts. */
export async function natsServer(path: string): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), "ashlar-nats-"));
  const port = await freePort();
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const settings = ["-js", "-a", "127.0.0.1", "-p", String(port), "-sd", folder];
    child = spawn(path, settings, { stdio: "ignore" });
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const kill = async (): Promise<void> => {
    if (child === null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    child = null;
  };
  const dispose = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  // A test that runs out of time never leaves the scope that would dispose of it.
  onTestFinished(dispose);
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    kill,
    [Symbol.asyncDispose]: dispose,
  };
}

function found(): string | null {
  for (const path of ["nats-server", "/usr/sbin/nats-server"]) {
    try {
      execFileSync(path, ["--version"], { stdio: "ignore" });
      return path;
    } catch {
      // Not there; the next place.
    }
  }
  return null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return address.port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
  });
