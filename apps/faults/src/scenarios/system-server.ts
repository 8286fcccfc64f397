import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { eventually } from "../eventually.ts";

/** A server that the system has installed, as a child process that can be lost and come back. */
export type SystemServer = AsyncDisposable & {
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
};

type Options = {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether it serves; a failure to find out counts as a no. */
  readonly answers: () => Promise<boolean>;
  readonly startsWithinMs: number;
};

/** Why there can be no such server here; null where there can. */
export const programIsMissing = (program: string): Promise<string | null> =>
  access(program).then(
    () => null,
    () => `there is no ${program}`,
  );

/** Starts a server and waits until it answers; it ends with this process. */
export async function startSystemServer({
  program,
  args,
  answers,
  startsWithinMs,
}: Options): Promise<SystemServer> {
  const state: { child: ChildProcess | null } = { child: null };
  const signal = (name: NodeJS.Signals): void => {
    state.child?.kill(name);
  };
  const endWithUs = (): void => signal("SIGKILL");
  process.on("exit", endWithUs);
  const start = async (): Promise<void> => {
    state.child = spawn(program, args, { stdio: "ignore" });
    if (!(await eventually(answers, startsWithinMs))) throw new Error(`${program} does not start.`);
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
    signal,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", endWithUs);
      await kill();
    },
  };
}
