import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** The server as it is deployed: a process of its own, configured by its environment alone. */
export type ServerProcess = {
  readonly url: string;
  readonly child: ChildProcess;
  /** JSON log lines so far. */
  readonly lines: readonly string[];
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts the server on a free port and waits until it listens. */
export async function startServerProcess(
  variables: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, "../src/main.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH ?? "", PORT: "0", LOG_FORMAT: "json", ...variables },
  });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const lines: string[] = [];
  const url = new Promise<string>((found) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const listening: { url?: string } = line.startsWith("{") ? JSON.parse(line) : {};
      if (listening.url !== undefined) found(listening.url);
    });
  });
  const address = await Promise.race([
    url,
    exited.then((code) => Promise.reject(new Error(`The server ended with ${code}.`))),
  ]);
  return {
    url: address,
    child,
    lines,
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
