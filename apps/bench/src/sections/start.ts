import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { environmentWith } from "../env.ts";
import { median } from "../report/median.ts";
import type { Section } from "./section.ts";

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, "../../../..");
const patienceMs = 60_000;
const installing = ["--yes", "pnpm@12", "dev"];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}

/** Starts a command in a checkout and stops it once it is ready. @returns How long that took, in milliseconds. */
async function startOnce(
  folder: string,
  dataDir: string,
  command: readonly [string, ...string[]],
): Promise<number> {
  const port = await freePort();
  const [file, ...args] = command;
  const startedMs = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    // A group of its own: a package manager does not pass every signal on.
    detached: true,
    stdio: "ignore",
    env: environmentWith({ PORT: String(port), DATA_DIR: dataDir }),
  });
  const exited = once(child, "exit");
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`${command.join(" ")} ended with ${child.exitCode}.`);
      if (performance.now() - startedMs > patienceMs) throw new Error(`${command.join(" ")} is not ready.`);
      await wait(20);
    }
    return performance.now() - startedMs;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    await exited;
    // The server below the package manager may take a moment longer, and its database with it.
    while (await isReady(port)) await wait(20);
    await wait(1_500);
  }
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

export const start: Section = {
  name: "start",
  summary: "how long `dev` takes until it is ready: in a fresh clone, on new data, on existing data",
  run: async ({ rounds }) => {
    const folder = await mkdtemp(join(tmpdir(), "ashlar-start-"));
    // Under root the database runs as another user, who must get in.
    await chmod(folder, 0o755);
    const clone = join(folder, "clone");
    try {
      await run("git", ["clone", "--quiet", repository, clone]);
      // The first has to download nothing that the store of this machine has.
      const firstMs = await startOnce(clone, join(folder, "first"), ["npx", ...installing]);
      const dev = [process.execPath, "apps/server/src/dev.ts"] as const;
      const newMs: number[] = [];
      const existingMs: number[] = [];
      for (let round = 0; round < Math.min(rounds, 3); round += 1) {
        const dataDir = join(folder, `data-${round}`);
        newMs.push(await startOnce(clone, dataDir, [...dev]));
        existingMs.push(await startOnce(clone, dataDir, [...dev]));
      }
      const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
      return {
        title: "From the command to the first 200 of /health/ready",
        columns: ["Median of what was started more than once", "seconds"],
        rows: [
          ["`npx --yes pnpm@12 dev` in a fresh clone, warm package store", seconds(firstMs)],
          ["`dev`, installed, on a new data folder", seconds(median(newMs))],
          ["`dev`, installed, on an existing data folder", seconds(median(existingMs))],
        ],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
