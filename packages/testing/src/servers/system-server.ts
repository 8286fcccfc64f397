import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { eventually } from "../eventually.ts";
import { systemProgram } from "./system-program.ts";

/** A server that the system has installed, as a child process that can be lost and come back. */
export type SystemServer = AsyncDisposable & {
  readonly start: () => Promise<void>;
  /** As a crash: without a word. */
  readonly kill: () => Promise<void>;
  /** Stops answering, and later continues where it was. */
  readonly freeze: () => void;
  readonly thaw: () => void;
};

type Options = {
  /** Its name, as `systemProgram` knows it. */
  readonly program: string;
  readonly args: readonly string[];
  /** Whether it serves; a failure to find out counts as a no. */
  readonly answers: () => Promise<boolean> | boolean;
  /** Hears what it writes to its standard error. */
  readonly onMessage?: (text: string) => void;
};

/** Enough for a machine that is busy with much else; a server that is sound answers in a second. */
const startsWithinMs = 60_000;

/**
 * Starts a server and waits until it answers; it ends with this process.
 *
 * @throws Error where the program is not installed, or does not answer within 60 s.
 */
export async function startSystemServer({
  program,
  args,
  answers,
  onMessage,
}: Options): Promise<SystemServer> {
  const path = systemProgram(program);
  if (path === null) throw new Error(`There is no ${program}.`);
  const state: { child: ChildProcess | null } = { child: null };
  const signal = (name: NodeJS.Signals): void => {
    state.child?.kill(name);
  };
  const endWithUs = (): void => signal("SIGKILL");
  process.on("exit", endWithUs);
  const start = async (): Promise<void> => {
    // Some live as long as their standard input is open.
    const child = spawn(path, args, { stdio: ["pipe", "ignore", onMessage ? "pipe" : "ignore"] });
    state.child = child;
    if (onMessage) child.stderr?.setEncoding("utf8").on("data", onMessage);
    if (!(await eventually(answers, startsWithinMs, 20))) throw new Error(`${program} does not start.`);
  };
  const kill = async (): Promise<void> => {
    const { child } = state;
    if (!child) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    state.child = null;
  };
  await start();
  return {
    start,
    kill,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    [Symbol.asyncDispose]: async () => {
      process.off("exit", endWithUs);
      await kill();
    },
  };
}
