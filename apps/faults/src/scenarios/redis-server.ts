import { connect } from "node:net";
import { freePort } from "../cluster/free-port.ts";
import { programIsMissing, type SystemServer, startSystemServer } from "./system-server.ts";

export type RedisServer = SystemServer & {
  readonly url: string;
  readonly freeze: () => void;
  readonly thaw: () => void;
};

const program = "/usr/bin/redis-server";

/** Why there can be no Redis here; null where there can. */
export const redisIsMissing = (): Promise<string | null> => programIsMissing(program);

/** Starts a Redis that keeps nothing on the disk, on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const server = await startSystemServer({
    program,
    args: ["--port", String(port), "--bind", "127.0.0.1", "--save", ""],
    answers: () => listensAt(port),
    startsWithinMs: 5_000,
  });
  return {
    ...server,
    url: `redis://127.0.0.1:${port}`,
    freeze: () => server.signal("SIGSTOP"),
    thaw: () => server.signal("SIGCONT"),
  };
}

const listensAt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
