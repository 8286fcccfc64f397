import { connect } from "node:net";
import { nowMs } from "../load/now-ms.ts";

export type StreamCommand = {
  readonly port: number;
  /** Complete request, sent on every connection. */
  readonly request: string;
  readonly clients: number;
};

/** What the clients have received since the last report. */
export type Receipts = {
  /** Of each event, by its order's id: when each client had it. */
  readonly atMs: ReadonlyMap<string, readonly number[]>;
  /** Events that clients have received, each counted for each client, since the last report. */
  readonly received: number;
  /** Connections that are still open. */
  readonly open: number;
};

/**
 * Listens to streams on raw sockets: it looks for the order's id in what arrives and notes when.
 *
 * A command opens so many streams and is answered when each has said something; `count` is answered with how many events
 * were received, any other message with the receipts since the last.
 */
const separator = "\n\n";
const idKey = '"orderId":"';
let atMs = new Map<string, number[]>();
let received = 0;
let open = 0;

function note(message: string): void {
  const start = message.indexOf(idKey);
  if (start === -1) return;
  const id = message.slice(start + idKey.length, start + idKey.length + 36);
  received += 1;
  const times = atMs.get(id);
  if (times) times.push(nowMs());
  else atMs.set(id, [nowMs()]);
}

const listen = ({ port, request }: StreamCommand): Promise<void> =>
  new Promise((resolve, reject) => {
    let pending = "";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.on("connect", () => socket.write(request));
    socket.on("error", reject);
    socket.on("close", () => {
      open -= 1;
    });
    socket.on("data", (chunk) => {
      if (pending === "" && chunk.subarray(0, 9).toString("latin1") === "HTTP/1.1 ") {
        const status = chunk.subarray(9, 12).toString("latin1");
        if (status !== "200") return reject(new Error(chunk.toString("utf8").slice(0, 600)));
        resolve();
      }
      pending += chunk.toString("latin1");
      const end = pending.lastIndexOf(separator);
      if (end === -1) return undefined;
      for (const message of pending.slice(0, end).split(separator)) note(message);
      pending = pending.slice(end + separator.length);
      return undefined;
    });
    open += 1;
  });

async function listenAll(command: StreamCommand): Promise<void> {
  // Fifty at a time: a thousand connections in one moment are another test.
  for (let begun = 0; begun < command.clients; begun += 50)
    await Promise.all(Array.from({ length: Math.min(50, command.clients - begun) }, () => listen(command)));
}

process.on("message", (message: unknown) => {
  if (message instanceof Object && "clients" in message) {
    // Sound: the bench sends commands, by the type.
    void listenAll(message as StreamCommand).then(() => process.send?.("open"));
    return;
  }
  if (Reflect.get(Object(message), "ask") === "count") {
    process.send?.(received);
    return;
  }
  const receipts: Receipts = { atMs, received, open };
  atMs = new Map();
  received = 0;
  process.send?.(receipts);
});
process.send?.("ready");
