import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { eventually } from "@ashlar/testing";

export type DevProcess = {
  readonly child: ChildProcess;
  /** All that it and its server printed so far. */
  readonly printed: () => string;
  /** Waits until it prints this, after what the last call waited for. */
  readonly prints: (text: string | RegExp) => Promise<string>;
  readonly exited: Promise<number | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Far beyond what it takes: only a text that never comes waits for so long. */
const patienceMs = 300_000;

/** Runs `pnpm dev` of a working copy, without pnpm. */
export function startDev(folder: string, variables: Readonly<Record<string, string>>): DevProcess {
  const child = spawn(process.execPath, [join(folder, "apps/server/src/dev.ts")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", LOG_FORMAT: "json", SHUTDOWN_GRACE_SECONDS: "1", ...variables },
  });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const state = { text: "", seen: 0 };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      state.text += chunk;
    });
  }
  return {
    child,
    printed: () => state.text,
    prints: async (text) => {
      const find = () => new RegExp(text).exec(state.text.slice(state.seen));
      if (
        !(await eventually(() => find() !== null || child.exitCode !== null, patienceMs)) ||
        find() === null
      )
        throw new Error(`It did not print ${text} but:\n${state.text.slice(state.seen)}`);
      const [found = "", first] = find() ?? [];
      state.seen += state.text.slice(state.seen).indexOf(found) + found.length;
      return first ?? found;
    },
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
