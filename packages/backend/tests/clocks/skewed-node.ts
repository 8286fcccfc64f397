import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inject } from "vitest";

const libraries = ["x86_64", "aarch64"].map((one) => `/usr/lib/${one}-linux-gnu/faketime/libfaketime.so.1`);

export type SkewedNode = AsyncDisposable & {
  readonly url: string /** By its own clock. */;
  readonly date: number;
};

/** Skips the test where there is no libfaketime (Debian's `faketime`), except where `CI` is set. */
export function requireFaketime(context: { readonly skip: (note: string) => void }): void {
  if (!libraries.some((path) => existsSync(path)) && !inject("isCi")) {
    context.skip("There is no libfaketime; install faketime to run with a wrong clock.");
  }
}

/** Starts the backend in a process whose clock is wrong. @param skewSeconds - Positive: ahead. */
export async function skewedNode(databaseUrl: string, skewSeconds: number): Promise<SkewedNode> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "node-process.ts"), databaseUrl], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      LD_PRELOAD: libraries.find((path) => existsSync(path)) ?? "",
      FAKETIME: `${skewSeconds < 0 ? "" : "+"}${skewSeconds}s`,
      // Timers and the monotonic clock are the machine's: nobody sets those.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  });
  const { port, date } = await readyLine(child);
  return {
    url: `http://127.0.0.1:${port}`,
    date,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

async function readyLine({ stdout }: Pick<ChildProcess, "stdout">): Promise<{ port: number; date: number }> {
  if (!stdout) throw new Error("The process has no output.");
  for await (const line of createInterface({ input: stdout })) {
    // Sound: the process writes nothing else.
    return JSON.parse(line) as { port: number; date: number };
  }
  throw new Error("The process ended before it was ready.");
}
