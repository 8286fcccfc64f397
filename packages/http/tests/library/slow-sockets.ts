import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A way to begin a body and not to end it. */
export type SlowBody = { readonly headers: string; readonly begin: string; readonly drip: string };

export const slowBodies: Readonly<Record<string, SlowBody>> = {
  "a drip": { headers: "content-length: 5000\r\n", begin: "{", drip: " " },
  silence: { headers: "content-length: 5000\r\n", begin: "", drip: "" },
  "100-continue and silence": {
    headers: "content-length: 50\r\nexpect: 100-continue\r\n",
    begin: "",
    drip: "",
  },
  "chunks and silence": { headers: "transfer-encoding: chunked\r\n", begin: "1\r\n{\r\n", drip: "" },
  "a drip of chunks": { headers: "transfer-encoding: chunked\r\n", begin: "", drip: "1\r\n \r\n" },
};

export type SlowSockets = AsyncDisposable & {
  readonly open: () => number;
  /** Everything that the server has sent. */
  readonly received: () => string;
  readonly drip: () => void;
};

/** Opens connections with a request whose body never ends; each says it is forwarded for the client of its number. */
export async function openSlowSockets(
  origin: string,
  count: number,
  bodyOf: (index: number) => SlowBody,
  clientOf: (index: number) => string = () => "192.0.2.1",
): Promise<SlowSockets> {
  const sockets = new Map<Socket, SlowBody>();
  const state = { received: "" };
  const open = async (index: number): Promise<void> => {
    const body = bodyOf(index);
    const localAddress = `127.0.0.${1 + (index % 200)}`;
    const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1", localAddress });
    // The server may reset what it has answered.
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      state.received += chunk.toString("latin1");
    });
    socket.on("close", () => sockets.delete(socket));
    sockets.set(socket, body);
    await once(socket, "connect");
    const head = `POST /api/v1/members HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nx-forwarded-for: ${clientOf(index)}\r\n`;
    socket.write(`${head}${body.headers}\r\n${body.begin}`);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => open(index)));
  return {
    open: () => sockets.size,
    received: () => state.received,
    drip: () => {
      for (const [socket, { drip }] of sockets) if (drip !== "" && socket.writable) socket.write(drip);
    },
    [Symbol.asyncDispose]: async () => {
      const closed = [...sockets.keys()].map((socket) => once(socket, "close"));
      for (const socket of sockets.keys()) socket.destroy();
      await Promise.all(closed);
    },
  };
}
