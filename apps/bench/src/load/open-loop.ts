import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export type OpenLoopPlan = {
  readonly port: number;
  /** The `call`-th request, complete, head and body. */
  readonly request: (call: number) => string;
  readonly perSecond: number;
  readonly durationMs: number;
  /** Connections that are kept; a request that finds none idle waits, and its wait counts. Default 1,500. */
  readonly connections?: number;
  /** Whether they are open before the first request, as behind a load balancer; default: as they are needed. */
  readonly isOpenBefore?: boolean;
};

export type Answer = {
  readonly status: number;
  /** From when it was due. */
  readonly durationMs: number;
  /** Whether it came before the end: work done later is no goodput. */
  readonly isInTime: boolean;
};

type Due = { readonly bytes: string; readonly dueMs: number };

/** Sends requests at their rate, whatever happens to those before them, and waits for every answer. */
export async function openLoop(plan: OpenLoopPlan): Promise<readonly Answer[]> {
  const { port, request, perSecond, durationMs, connections = 1_500, isOpenBefore = false } = plan;
  const idle = await openedBefore(port, isOpenBefore ? connections : 0);
  let opened = idle.length;
  const startedMs = performance.now();
  const answers: Answer[] = [];
  const waiting: Due[] = [];
  const next = (connection: KeptConnection): void => {
    const due = waiting.shift();
    if (due === undefined) idle.push(connection);
    else send(connection, due);
  };
  const send = (connection: KeptConnection, { bytes, dueMs }: Due): void => {
    connection.send(bytes, (status) => {
      const endedMs = performance.now();
      answers.push({ status, durationMs: endedMs - dueMs, isInTime: endedMs - startedMs < durationMs });
      if (status === 0) opened -= 1;
      else next(connection);
    });
  };
  const begin = (due: Due): void => {
    const connection = idle.pop();
    if (connection) send(connection, due);
    else if (opened < connections) {
      opened += 1;
      send(keptConnection(port), due);
    } else waiting.push(due);
  };
  const total = Math.floor((perSecond * durationMs) / 1_000);
  for (let begun = 0; begun < total; ) {
    const elapsedMs = performance.now() - startedMs;
    for (; begun < total && (begun * 1_000) / perSecond <= elapsedMs; begun += 1)
      begin({ bytes: request(begun), dueMs: startedMs + (begun * 1_000) / perSecond });
    await wait(1);
  }
  while (answers.length < total) await wait(5);
  for (const connection of idle) connection.end();
  return answers;
}

/** One after the other, as a pool is filled. */
async function openedBefore(port: number, count: number): Promise<KeptConnection[]> {
  const connections: KeptConnection[] = [];
  for (let index = 0; index < count; index += 1) {
    const connection = keptConnection(port);
    await connection.opened;
    connections.push(connection);
  }
  return connections;
}

type KeptConnection = {
  readonly opened: Promise<unknown>;
  /** @param onAnswer - Told the status once the answer is complete; 0 when the connection failed. */
  readonly send: (bytes: string, onAnswer: (status: number) => void) => void;
  readonly end: () => void;
};

/** One request at a time; answers have a `Content-Length`. */
function keptConnection(port: number): KeptConnection {
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const state = { onAnswer: null as ((status: number) => void) | null, received: "" };
  const done = (status: number): void => {
    const { onAnswer } = state;
    state.onAnswer = null;
    state.received = "";
    onAnswer?.(status);
  };
  const opened = once(socket, "connect");
  opened.catch(() => undefined);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => done(0));
  socket.on("data", (chunk) => {
    state.received += chunk.toString("latin1");
    const bodyAt = state.received.indexOf("\r\n\r\n");
    if (bodyAt === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(state.received);
    if (!length) socket.destroy(new Error("An answer has no length."));
    else if (state.received.length - bodyAt - 4 >= Number(length[1]))
      done(Number(state.received.slice(9, 12)));
  });
  return {
    opened,
    send: (bytes, onAnswer) => {
      state.onAnswer = onAnswer;
      socket.write(bytes);
    },
    end: () => socket.end(),
  };
}
