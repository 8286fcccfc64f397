import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Actor } from "@ashlar/kernel";
import type { ChildAnswer, ChildOptions } from "./shop-child.ts";

/** The shop in a process of its own. */
export type ShopProcess = AsyncDisposable & {
  /** Answers null when the process dies before it answers. */
  readonly call: (path: string, actor: Actor, input: unknown, key: string) => Promise<ChildAnswer | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Settles when the process is gone, with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
};

/** Starts a process of the shop; it is ready when this resolves, unless it has died by then. */
export async function shopProcess(options: ChildOptions): Promise<ShopProcess> {
  const child = fork(join(import.meta.dirname, "shop-child.ts"), [JSON.stringify(options)]);
  const gone = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("exit", (_, signal) => resolve(signal)),
  );
  const answers = new Map<number, (answer: ChildAnswer | null) => void>();
  let calls = 0;
  child.on("message", (answer: ChildAnswer) => answers.get(answer.id)?.(answer));
  const answered = (id: number): Promise<ChildAnswer | null> =>
    Promise.race([
      new Promise<ChildAnswer | null>((resolve) => answers.set(id, resolve)),
      gone.then(() => null),
    ]);
  await answered(0);
  return {
    gone,
    call: (path, { userId, permissions }, input, key) => {
      calls += 1;
      const answer = answered(calls);
      child.send({ id: calls, path, userId, permissions: [...permissions], input, key });
      return answer;
    },
    kill: (signal) => child.kill(signal),
    [Symbol.asyncDispose]: () => ended(child, gone),
  };
}

async function ended(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL");
  await gone;
}
