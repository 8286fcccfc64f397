import { connect, createServer, type Socket } from "node:net";
import { type Direction, type Flow, flowOf } from "./tcp-flow.ts";

/** A network between a client and a server that can be broken on purpose. */
export type TcpProxy = {
  readonly port: number;
  /** Resets every connection now; new ones are taken. */
  readonly cut: () => void;
  /** Lets nothing through in either direction, and nobody is told: what a pulled cable looks like. */
  readonly freeze: () => void;
  /** Lets nothing through in this direction alone; the other still works. */
  readonly swallow: (direction: Direction) => void;
  /** Ends a freeze, or what is swallowed; what was held back arrives. */
  readonly thaw: () => void;
  /** Holds every piece of data for so long, in order; 0 ends it. */
  readonly delay: (delayMs: number) => void;
  /** Lets so much through in a second, for each direction of each connection; 0 ends it. */
  readonly throttle: (bytesPerSecond: number) => void;
  /** Refuses new connections until told otherwise, and resets those there are. */
  readonly refuse: (isRefusing: boolean) => void;
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
  const flows = new Set<Flow>();
  const held = new Set<Direction>();
  const line = { delayMs: 0, bytesPerSecond: 0 };
  const state = { accepted: 0, isRefusing: false };

  const join = (from: Socket, to: Socket, direction: Direction): void => {
    const flow = flowOf(from, to, direction, line);
    flows.add(flow);
    from.on("close", () => {
      flows.delete(flow);
      // Over a broken line the other end does not hear of it; it is told when the line works again.
      if (held.size === 0) to.destroy();
      else orphans.add(to);
    });
    if (held.has(direction)) from.pause();
  };
  const orphans = new Set<Socket>();
  const server = createServer((client) => {
    if (state.isRefusing) {
      client.resetAndDestroy();
      return;
    }
    state.accepted += 1;
    const upstream = connect(target.targetPort, target.targetHost ?? "127.0.0.1");
    join(client, upstream, "to server");
    join(upstream, client, "to client");
  });
  const cut = (): void => {
    for (const { from } of flows) from.resetAndDestroy();
  };
  const hold = (direction: Direction): void => {
    held.add(direction);
    for (const flow of flows) if (flow.direction === direction) flow.from.pause();
  };
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    for (const socket of orphans) socket.destroy();
    await closed;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port.");
  return {
    port: address.port,
    cut,
    freeze: () => {
      hold("to server");
      hold("to client");
    },
    swallow: hold,
    thaw: () => {
      held.clear();
      for (const { from } of flows) from.resume();
      for (const socket of orphans) socket.destroy();
      orphans.clear();
    },
    delay: (delayMs) => {
      line.delayMs = delayMs;
    },
    throttle: (bytesPerSecond) => {
      line.bytesPerSecond = bytesPerSecond;
    },
    refuse: (isRefusing) => {
      state.isRefusing = isRefusing;
      if (isRefusing) cut();
    },
    accepted: () => state.accepted,
    close,
    [Symbol.asyncDispose]: close,
  };
}
