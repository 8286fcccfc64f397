import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";
import { eventually } from "@ashlar/testing";
import { environmentWith } from "../env.ts";

export type NodeProcessOptions = {
  readonly name: string;
  readonly script: string;
  readonly port: number;
  readonly logFile: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
};

/** A process of the cluster as it is deployed, which can be killed, frozen and started again at the same address. */
export type NodeProcess = AsyncDisposable & {
  readonly name: string;
  readonly url: string;
  readonly pid: () => number | undefined;
  /** Starts it and waits until it is ready. @throws Error naming its log when it is not within 60 s. */
  readonly start: () => Promise<void>;
  /** Starts it without waiting. */
  readonly launch: () => Promise<void>;
  readonly isReady: () => Promise<boolean>;
  /** Asks it to end, as a deployment does. @returns Its exit code; null when it had to be killed. */
  readonly stop: (withinMs?: number) => Promise<number | null>;
  readonly kill: () => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** How often it has ended without being asked. */
  readonly crashes: () => number;
};

export function nodeProcess(options: NodeProcessOptions): NodeProcess {
  const { name, script, port, logFile, variables, nodeOptions = [] } = options;
  const url = `http://127.0.0.1:${port}`;
  const state: { child: ChildProcess | null; isAskedToEnd: boolean; crashes: number } = {
    child: null,
    isAskedToEnd: false,
    crashes: 0,
  };
  const isReady = async (): Promise<boolean> => {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  };
  const launch = async (): Promise<void> => {
    const log: FileHandle = await open(logFile, "a");
    state.isAskedToEnd = false;
    const child = spawn(process.execPath, [...nodeOptions, script], {
      stdio: ["ignore", log.fd, log.fd],
      env: environmentWith({ PORT: String(port), ...variables }),
    });
    const endWithUs = (): void => {
      child.kill("SIGKILL");
    };
    process.on("exit", endWithUs);
    child.once("exit", () => {
      process.off("exit", endWithUs);
      if (!state.isAskedToEnd) state.crashes += 1;
      state.child = null;
    });
    state.child = child;
    await log.close();
  };
  const ended = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  const signal = (what: NodeJS.Signals): void => {
    state.child?.kill(what);
  };
  const kill = async (): Promise<void> => {
    const { child } = state;
    if (!child) return;
    state.isAskedToEnd = true;
    child.kill("SIGKILL");
    await ended(child);
  };
  const stop = async (withinMs = 25_000): Promise<number | null> => {
    const { child } = state;
    if (!child) return null;
    state.isAskedToEnd = true;
    const timer = setTimeout(() => child.kill("SIGKILL"), withinMs);
    child.kill("SIGTERM");
    await ended(child);
    clearTimeout(timer);
    return child.exitCode;
  };
  return {
    name,
    url,
    pid: () => state.child?.pid,
    launch,
    isReady,
    start: async () => {
      await launch();
      const isDecided = async (): Promise<boolean> => state.child === null || (await isReady());
      if (!(await eventually(isDecided, 60_000)) || state.child === null) {
        throw new Error(`${name} does not get ready; see ${logFile}.`);
      }
    },
    stop,
    kill,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    crashes: () => state.crashes,
    [Symbol.asyncDispose]: async () => {
      signal("SIGCONT");
      await stop(3_000);
    },
  };
}
