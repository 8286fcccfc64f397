import { connect } from "node:net";
import { freePort, type SystemServer, startSystemServer } from "@ashlar/testing";

export type RedisServer = SystemServer & { readonly url: string };

/** Starts a Redis that keeps nothing on the disk, on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const server = await startSystemServer({
    program: "redis-server",
    args: ["--port", String(port), "--bind", "127.0.0.1", "--save", ""],
    answers: () => listensAt(port),
  });
  return { ...server, url: `redis://127.0.0.1:${port}` };
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
