import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A process of the bench that does what it is told, one thing at a time. */
export type ProcessUnderTest = {
  /** What it said when it was ready. */
  readonly hello: unknown;
  /** Sends a message and waits for what it says next. @throws Error when the process ends instead. */
  readonly ask: (message: unknown) => Promise<unknown>;
  /** Sends a message that nothing is said to. */
  readonly tell: (message: unknown) => void;
  readonly stop: () => Promise<void>;
};

/** Starts `candidates/<file>` with arguments and waits until it says that it is ready. */
export async function startProcess(file: string, args: readonly string[]): Promise<ProcessUnderTest> {
  const child = fork(resolve(import.meta.dirname, "../candidates", file), args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
    // A bench that is interrupted leaves no servers behind.
    execArgv: [
      "--import",
      pathToFileURL(resolve(import.meta.dirname, "../candidates/end-with-parent.ts")).href,
    ],
  });
  const exited = once(child, "exit");
  const heard = async (): Promise<unknown> => {
    const ended = exited.then(() => Promise.reject(new Error(`${file} ended before it said anything.`)));
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message;
  };
  return {
    hello: await heard(),
    ask: (message) => {
      const answer = heard();
      child.send(Object(message));
      return answer;
    },
    tell: (message) => {
      child.send(Object(message));
    },
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
