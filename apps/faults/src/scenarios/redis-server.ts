import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { connect } from "node:net";
import { freePort } from "../cluster/free-port.ts";
import { eventually } from "../eventually.ts";

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
};

const program = "/usr/bin/redis-server";

/** Why there can be no Redis here; null where there can. */
export const redisIsMissing = (): Promise<string | null> =>
  access(program).then(
    () => null,
    () => `there is no ${program}`,
  );

/** Starts a Redis that keeps nothing on the disk, on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const state: { child: ChildProcess | null } = { child: null };
  const start = async (): Promise<void> => {
    state.child = spawn(program, ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
      stdio: "ignore",
    });
    if (!(await eventually(() => answers(port), 5_000))) throw new Error("Redis does not start.");
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
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => state.child?.kill("SIGSTOP"),
    thaw: () => state.child?.kill("SIGCONT"),
    [Symbol.asyncDispose]: kill,
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
