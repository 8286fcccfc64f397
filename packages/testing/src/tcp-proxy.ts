import { connect, createServer, type Socket } from "node:net";

/** A network between a client and a server that can be broken on purpose. */
export type TcpProxy = {
  readonly port: number;
  /** Resets every connection now; new ones are taken. */
  readonly cut: () => void;
  /** Lets nothing through in either direction, and nobody is told: what a pulled cable looks like. */
  readonly freeze: () => void;
  /** Ends a freeze; what was held back arrives. */
  readonly thaw: () => void;
  /** Holds every piece of data for so long, in order; 0 ends it. */
  readonly delay: (delayMs: number) => void;
  /** Connections taken so far. */
  readonly accepted: () => number;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts a TCP proxy on a free port of 127.0.0.1. */
export async function startTcpProxy(target: {
  readonly targetPort: number;
  readonly targetHost?: string;
}): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let delayMs = 0;
  let accepted = 0;

  const forward = (from: Socket, to: Socket): void => {
    let before = Promise.resolve();
    from.on("data", (data) => {
      if (delayMs === 0) {
        to.write(data);
        return;
      }
      const due = performance.now() + delayMs;
      before = before.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        if (!to.destroyed) to.write(data);
      });
    });
    from.on("close", () => {
      sockets.delete(from);
      if (!isFrozen) to.destroy();
    });
    from.on("error", () => undefined);
    sockets.add(from);
    if (isFrozen) from.pause();
  };
  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect(target.targetPort, target.targetHost ?? "127.0.0.1");
    forward(client, upstream);
    forward(upstream, client);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port.");
  return {
    port: address.port,
    cut,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    delay: (nextDelayMs) => {
      delayMs = nextDelayMs;
    },
    accepted: () => accepted,
    close,
    [Symbol.asyncDispose]: close,
  };
}
