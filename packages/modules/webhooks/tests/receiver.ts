import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
};

/** Somebody's endpoint: a real HTTP server that keeps what it gets. */
export type Receiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** What it answers from now on, also to those that hang; `hang` answers nothing and keeps the connection. */
  readonly answer: (status: number | "hang") => void;
  /** The most requests that were in progress at once. */
  readonly mostAtOnce: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** @param answerMs - How long it thinks before it answers. */
export async function receiver(answerMs = 0): Promise<Receiver> {
  const received: Received[] = [];
  const hanging = new Set<ServerResponse>();
  let status: number | "hang" = 204;
  let atOnce = 0;
  let most = 0;
  const server = createServer((request, response) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    response.on("close", () => {
      atOnce -= 1;
      hanging.delete(response);
    });
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { headers, url = "" } = request;
      received.push({ headers, path: url, body: Buffer.concat(chunks).toString("utf8") });
      if (status === "hang") {
        hanging.add(response);
        return;
      }
      const location = status >= 300 && status < 400 ? { location: "http://127.0.0.1:1/" } : {};
      response.writeHead(status, location);
      setTimeout(() => response.end(), answerMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`,
    received,
    answer: (next) => {
      status = next;
      if (next === "hang") return;
      for (const response of hanging) response.writeHead(next).end();
    },
    mostAtOnce: () => most,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The port that a listening server was given. */
export function portOf(server: Pick<Server, "address">): number {
  // Sound: it listens on a TCP port.
  return (server.address() as AddressInfo).port;
}
