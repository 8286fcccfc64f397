import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { environmentWith } from "../env.ts";

const main = resolve(import.meta.dirname, "../main.ts");

export type ServerChild = {
  /** Resolves with the exit code, or with null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks it to finish its calls and end, and waits until it has. */
  readonly stop: () => Promise<void>;
};

/** Starts the server as a process of its own, at this terminal, with the sources as they are now. */
export function startServer(variables: Readonly<Record<string, string>>): ServerChild {
  const child = spawn(process.execPath, [main], { stdio: "inherit", env: environmentWith(variables) });
  const ended = new Promise<number | null>((done) => {
    child.once("error", () => done(null));
    child.once("exit", (code) => done(code));
  });
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
