import { connect, type Socket } from "node:net";

export type LoadOptions = {
  readonly port: number;
  /** Complete request, head and body; sent again as soon as its answer is complete. */
  readonly request: string;
  readonly connections: number;
  readonly durationMs: number;
};

export type LoadResult = {
  readonly requestsPerSecond: number;
  /** Ascending, in milliseconds. */
  readonly latenciesMs: readonly number[];
};

/**
 * Loads a server on loopback over keep-alive connections, each with one request in flight.
 *
 * Written on sockets so that the generator costs a small part of what any server under test does.
 *
 * @throws Error on an answer that is not 200 or has no `Content-Length`: the figure would be meaningless.
 */
export async function httpLoad({ port, request, connections, durationMs }: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const bytes = Buffer.from(request);
  const startedMs = performance.now();
  const endMs = startedMs + durationMs;
  const work: Work = { port, bytes, endMs, latenciesMs, lastAnswerMs: startedMs };
  await Promise.all(Array.from({ length: connections }, () => oneConnection(work)));
  // Not to the end of the last connection: how long a server takes to close them is another question.
  const seconds = (work.lastAnswerMs - startedMs) / 1_000;
  return {
    requestsPerSecond: latenciesMs.length / seconds,
    latenciesMs: latenciesMs.sort((left, right) => left - right),
  };
}

type Work = {
  readonly port: number;
  readonly bytes: Buffer;
  readonly endMs: number;
  readonly latenciesMs: number[];
  /** When an answer was last complete. */
  lastAnswerMs: number;
};

function oneConnection(work: Work): Promise<void> {
  const { port, bytes, endMs, latenciesMs } = work;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const answer = { missingBytes: -1, head: "", sentMs: 0 };
    const send = (): void => {
      answer.sentMs = performance.now();
      socket.write(bytes);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (chunk: Buffer) => {
      if (answer.missingBytes < 0) {
        const head = answer.head + chunk.toString("latin1");
        const bodyAt = head.indexOf("\r\n\r\n");
        if (bodyAt < 0) {
          answer.head = head;
          return;
        }
        const length = /\r\ncontent-length: (\d+)/i.exec(head);
        if (!head.startsWith("HTTP/1.1 200") || !length) {
          socket.destroy(new Error(`Unexpected answer: ${head.slice(0, 600)}`));
          return;
        }
        answer.missingBytes = Number(length[1]) - (head.length - bodyAt - 4);
        answer.head = "";
      } else {
        answer.missingBytes -= chunk.length;
      }
      if (answer.missingBytes > 0) return;
      answer.missingBytes = -1;
      const nowMs = performance.now();
      latenciesMs.push(nowMs - answer.sentMs);
      work.lastAnswerMs = nowMs;
      if (nowMs < endMs) send();
      else socket.end();
    });
  });
}
